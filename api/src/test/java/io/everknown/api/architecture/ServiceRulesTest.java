package io.everknown.api.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the service's, the worker's and the models' code, each also held against a class that breaks it. */
class ServiceRulesTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.everknown.api", "io.everknown.worker", "io.everknown.inference");

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("io.everknown.archfixtures");

    private static final ArchRule NULL_MARKED =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    private static final ArchRule MODELS_KNOW_THE_DOMAIN_ALONE = noClasses()
            .that()
            .resideInAPackage("io.everknown.inference..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.everknown..")
                    .and(not(resideInAPackage("io.everknown.inference.."))
                            .and(not(resideInAPackage("io.everknown.memory..")))));

    private static final ArchRule THE_WORKER_KNOWS_NO_SERVICE = noClasses()
            .that()
            .resideInAPackage("io.everknown.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.everknown.api..");

    /** Health asks each store how it is; everything else goes through the domain. */
    private static final ArchRule ROUTES_KNOW_PORTS_ALONE = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.everknown.api", "io.everknown.api.health", "io.everknown.worker..", "io.everknown.inference..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.everknown.graphmodel..", "io.everknown.inference..", "io.everknown.worker..");

    private static final ArchRule NO_CYCLES =
            slices().matching("io.everknown.(*).(*)..").should().beFreeOfCycles();

    private static final ArchRule CONTROLLERS_ARE_CALLED_SO =
            classes().that().areAnnotatedWith(RestController.class).should().haveSimpleNameEndingWith("Controller");

    private static final ArchRule CONFIGURATIONS_ARE_CALLED_SO =
            classes().that().areAnnotatedWith(Configuration.class).should().haveSimpleNameEndingWith("Configuration");

    private static final ArchRule ONE_CLOCK = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    /** Started from outside, or made by Tomcat; everything else that is public is used by another package. */
    private static final Set<String> STARTED = Set.of("EverknownApi", "ConsolidationWorker", "ProblemReportValve");

    @Test
    void everyPackageIsNullMarked() {
        NULL_MARKED.check(CODE);
        Set<String> described = CODE.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(described).hasSizeGreaterThan(10);
        assertThat(CODE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .isEqualTo(described);
    }

    @Test
    void nobodyPrintsOrLogsElsewhere() {
        holds(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS, "Prints");
        holds(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING, "LogsElsewhere");
    }

    @Test
    void dependenciesPointInwardsAndNeverInCircles() {
        MODELS_KNOW_THE_DOMAIN_ALONE.check(CODE);
        THE_WORKER_KNOWS_NO_SERVICE.check(CODE);
        NO_CYCLES.check(CODE);
        holds(ROUTES_KNOW_PORTS_ALONE, "ReachesForAStore");
    }

    @Test
    void dependenciesComeByTheConstructor() {
        holds(NO_CLASSES_SHOULD_USE_FIELD_INJECTION, "InjectsFields");
    }

    @Test
    void thereIsOneClockAndOneSourceOfIds() {
        holds(ONE_CLOCK, "AsksTheMachine");
    }

    @Test
    void rolesAreInTheNames() {
        holds(CONTROLLERS_ARE_CALLED_SO, "InjectsFields");
        CONFIGURATIONS_ARE_CALLED_SO.check(CODE);
    }

    @Test
    void whatIsPublicIsUsedByAnotherPackage() {
        assertThat(idlyPublic(CODE)).isEmpty();
        assertThat(idlyPublic(BROKEN)).containsExactly("InjectsFields");
    }

    private static Set<String> idlyPublic(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !STARTED.contains(type.getSimpleName()))
                .filter(type -> type.getDirectDependenciesToSelf().stream()
                        .allMatch(use -> use.getOriginClass().getPackageName().equals(type.getPackageName())))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    }

    private static void holds(ArchRule rule, String fixture) {
        rule.check(CODE);
        assertThat(rule.evaluate(BROKEN).getFailureReport().getDetails()).anyMatch(line -> line.contains(fixture));
    }
}
