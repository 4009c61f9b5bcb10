package io.everknown.graphmodel.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rules of the domain's and the stores' code, each also held against a class that breaks it. */
class StoreRulesTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.everknown.memory", "io.everknown.graphmodel");

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("io.everknown.archfixtures");

    private static final String TENANT_TRANSACTIONS = "io.everknown.graphmodel.postgres.TenantTransactions";

    private static final ArchRule NULL_MARKED =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    private static final ArchRule ONE_WAY_TO_POSTGRES = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(TENANT_TRANSACTIONS)
            .should()
            .callMethod(JdbcClient.class, "create", DataSource.class)
            .orShould()
            .callMethod(JdbcClient.class, "create", JdbcOperations.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.jdbc.core.JdbcTemplate");

    private static final ArchRule INWARDS = noClasses()
            .that()
            .resideInAnyPackage("io.everknown.memory..", "io.everknown.graphmodel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.everknown.api..", "io.everknown.worker..", "io.everknown.inference..");

    /** What an application makes or names; everything else is an inside. */
    private static final Set<String> PUBLIC = Set.of(
            "AudienceSource",
            "LimitSettings",
            "MemorySettings",
            "PostgresAudienceSource",
            "ResidentMemoryIndex",
            "Links",
            "Stored",
            "Terms",
            "UseCaseConfiguration",
            "Neo4jConfiguration",
            "Neo4jGraphStore",
            "Neo4jSettings",
            "Neo4jMigrations",
            "PostgresAccountStore",
            "PostgresApiKeyStore",
            "PostgresRefreshTokenStore",
            "PostgresSigningKeys",
            "PostgresCatalogue",
            "PostgresConfiguration",
            "PostgresEraser",
            "PostgresUserEraser",
            "PostgresFactLedger",
            "PostgresFeedbackLog",
            "PostgresGraphOutbox",
            "PostgresJobConfiguration",
            "PostgresJobLog",
            "PostgresModelSpending",
            "PostgresMemoryIndex",
            "PostgresTransactionsConfiguration",
            "PostgresTurnLog",
            "PostgresUpkeepLedger",
            "TenantTransactions",
            "PostgresIdentityConfiguration");

    @Test
    void everyPackageIsNullMarked() {
        NULL_MARKED.check(CODE);
        Set<String> described = CODE.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(CODE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .isEqualTo(described);
    }

    @Test
    void nobodyPrintsOrLogsElsewhere() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CODE);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CODE);
        breaks(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS, "Prints");
        breaks(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING, "LogsElsewhere");
    }

    @Test
    void thereIsOneWayToPostgres() {
        ONE_WAY_TO_POSTGRES.check(CODE);
        breaks(ONE_WAY_TO_POSTGRES, "GoesAroundTheTenant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set_config", "app.tenant"})
    void onlyTenantTransactionsNamesTheTenantToPostgres(String words) throws IOException {
        assertThat(sourcesWith(words)).containsOnly("TenantTransactions.java");
    }

    @Test
    void dependenciesPointInwards() {
        INWARDS.check(CODE);
    }

    @Test
    void onlyWhatAnApplicationNeedsIsPublic() {
        assertThat(publicTypes(CODE)).containsExactlyInAnyOrderElementsOf(PUBLIC);
        assertThat(publicTypes(BROKEN)).contains("GoesAroundTheTenant").doesNotContain("Prints");
    }

    private static Set<String> publicTypes(JavaClasses classes) {
        return classes.stream()
                .filter(type -> !type.getPackageName().startsWith("io.everknown.memory"))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    }

    private static Set<String> sourcesWith(String words) throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> {
                        try {
                            return Files.readString(file).contains(words);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .map(file -> String.valueOf(file.getFileName()))
                    .collect(Collectors.toSet());
        }
    }

    private static void breaks(ArchRule rule, String fixture) {
        assertThat(rule.evaluate(BROKEN).getFailureReport().getDetails()).anyMatch(line -> line.contains(fixture));
    }
}
