package io.everknown.memory.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DomainRulesTest {

    private static final JavaClasses DOMAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.everknown.memory");

    /** Whatever is not named here, a framework, a driver, JSON or JDBC, is refused. */
    private static final ArchRule PLAIN = classes()
            .should()
            .onlyDependOnClassesThat(resideInAPackage("io.everknown.memory..")
                    .or(resideInAnyPackage(
                            "java.lang..",
                            "java.math..",
                            "java.nio.charset..",
                            "java.security..",
                            "java.text..",
                            "java.time..",
                            "java.util",
                            "java.util.concurrent..",
                            "java.util.function..",
                            "java.util.regex..",
                            "java.util.stream..",
                            "com.fasterxml.uuid..",
                            "org.apache.commons.text.similarity..",
                            "org.jspecify.annotations..",
                            "org.slf4j..")));

    /** Of these, one word's class holds another's: a decision is about a fact that an extraction found in a turn. */
    private static final Set<Set<String>> MUTUAL = Set.of(
            Set.of("attention", "recall"), Set.of("conversation", "decision"), Set.of("conversation", "extraction"));

    @Test
    void theDomainIsPlainJava() {
        PLAIN.check(DOMAIN);
    }

    @Test
    void aDriverInTheDomainWouldBeSeen() {
        JavaClasses broken = new ClassFileImporter().importPackages("io.everknown.archfixtures");
        assertThat(PLAIN.evaluate(broken).getFailureReport().getDetails())
                .anyMatch(line -> line.contains("ReadsADatabase") && line.contains("java.sql.Connection"));
    }

    @Test
    void noTwoPackagesDependOnEachOtherButTheKnown() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : DOMAIN) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (dependency.getTargetClass().getPackageName().startsWith("io.everknown.memory.")) {
                    uses.computeIfAbsent(last(type), name -> new TreeSet<>()).add(last(dependency.getTargetClass()));
                }
            }
        }
        Set<Set<String>> mutual = new java.util.HashSet<>();
        uses.forEach((from, targets) -> targets.stream()
                .filter(to ->
                        !to.equals(from) && uses.getOrDefault(to, Set.of()).contains(from))
                .forEach(to -> mutual.add(Set.of(from, to))));
        assertThat(mutual).isEqualTo(MUTUAL);
    }

    private static String last(JavaClass type) {
        String name = type.getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
