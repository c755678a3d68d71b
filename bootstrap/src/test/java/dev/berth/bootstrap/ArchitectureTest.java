package dev.berth.bootstrap;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Modules depend in one direction, and on nothing that is not listed here. */
class ArchitectureTest {
    private static final JavaClasses BERTH = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar")) // the contract suites
            .withImportOption(location -> !location.contains("/testing-postgresql/"))
            .importPackages("dev.berth");

    private static final String[] EVERYWHERE = {"java..", "org.jspecify.annotations.."};

    private static final String BOOTSTRAP = "dev.berth.bootstrap";

    /** What gives a test a database of the kind that the build says. */
    private static final Set<String> FRESH = Set.of(
            BOOTSTRAP + ".Database.fresh", BOOTSTRAP + ".RunningBerth.fresh", BOOTSTRAP + ".grpc.RunningBerth.<init>");

    /** What each module may use, beside itself and {@link #EVERYWHERE}. */
    enum Module {
        DOMAIN("dev.berth.domain"),
        APPLICATION("dev.berth.application", "dev.berth.domain.."),
        PERSISTENCE(
                "dev.berth.persistence",
                "dev.berth.application..",
                "dev.berth.domain..",
                "io.micronaut.data..",
                "io.micronaut.core..",
                "io.micronaut.inject..",
                "io.micronaut.context..",
                "io.micronaut.aop..",
                "io.micronaut.transaction..",
                "org.flywaydb..",
                "org.postgresql..",
                "com.github.benmanes.caffeine..",
                "jakarta..",
                "javax.sql..",
                "org.slf4j.."),
        HYPERVISOR(
                "dev.berth.hypervisor",
                "dev.berth.application..",
                "dev.berth.domain..",
                "org.libvirt..",
                "com.sun.jna..",
                "javax.sql..",
                "javax.xml..",
                "org.w3c.dom..",
                "org.slf4j.."),
        REST(
                "dev.berth.rest",
                "dev.berth.application..",
                "dev.berth.domain..",
                "io.micronaut.http..",
                "io.micronaut.web..",
                "io.micronaut.core..",
                "io.micronaut.inject..",
                "io.micronaut.context..",
                "io.micronaut.aop..",
                "io.micronaut.scheduling..",
                "com.fasterxml.jackson..",
                "jakarta..",
                "org.slf4j.."),
        GRPC(
                "dev.berth.grpc",
                "dev.berth.application..",
                "dev.berth.domain..",
                "dev.berth.proto..",
                "io.grpc..",
                "com.google.protobuf..",
                "com.google.rpc..",
                "com.google.longrunning..",
                "io.micronaut.grpc..",
                "io.micronaut.core..",
                "io.micronaut.inject..",
                "io.micronaut.context..",
                "jakarta..",
                "org.slf4j.."),
        PROTO("dev.berth.proto", "io.grpc..", "com.google.."),
        BOOTSTRAP("dev.berth.bootstrap", "..");

        final String root;
        final String[] allowed;

        Module(String root, String... uses) {
            this.root = root;
            this.allowed = Stream.of(Stream.of(root + ".."), Stream.of(EVERYWHERE), Stream.of(uses))
                    .flatMap(packages -> packages)
                    .toArray(String[]::new);
        }

        ArchRule rule() {
            return classes()
                    .that()
                    .resideInAPackage(root + "..")
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(primitivesAndArrays()))
                    .allowEmptyShould(true);
        }

        private static DescribedPredicate<JavaClass> primitivesAndArrays() {
            return DescribedPredicate.describe(
                    "primitive or array of allowed", type -> type.isPrimitive() || type.isArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_module_uses_only_what_it_may(Module module) {
        module.rule().check(BERTH);
    }

    @Test
    void every_class_belongs_to_a_module() {
        classes()
                .should()
                .resideInAnyPackage(Stream.of(Module.values())
                        .map(module -> module.root + "..")
                        .toArray(String[]::new))
                .check(BERTH);
    }

    @Test
    void transports_know_use_cases_and_not_the_services_behind_them() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.berth.rest..", "dev.berth.grpc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.berth.application..service..",
                        "dev.berth.application..port.out..",
                        "dev.berth.application.testing..")
                .allowEmptyShould(true)
                .check(BERTH);
    }

    @Test
    void nothing_that_runs_uses_the_ports_in_memory() {
        noClasses()
                .that(resideOutsideOfPackages("dev.berth.application.testing.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.berth.application.testing..")
                .check(BERTH);
    }

    @Test
    void the_features_that_servers_build_on_know_each_other_in_one_direction() {
        slices().matching("dev.berth.domain.(error|account|catalog|placement)..")
                .should()
                .beFreeOfCycles()
                .check(BERTH);
    }

    @Test
    void tests_on_a_fresh_database_run_on_every_one() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(BOOTSTRAP);
        Set<JavaCodeUnit> onFreshDatabase = tests.stream()
                .filter(type -> type.getSimpleName().endsWith("Test"))
                .flatMap(type -> type.getCodeUnitCallsFromSelf().stream())
                .filter(call -> FRESH.contains(call.getTarget().getFullName().replaceFirst("\\(.*", "")))
                .map(JavaAccess::getOrigin)
                .collect(Collectors.toSet());
        assertThat(onFreshDatabase)
                .isNotEmpty()
                .allMatch(origin -> origin.isAnnotatedWith(OnEveryDatabase.class)
                        || origin.getOwner().isAnnotatedWith(OnEveryDatabase.class));
    }

    @Test
    void a_planted_violation_is_found() {
        JavaClasses planted = new ClassFileImporter().importPackages("dev.berth.domain.planted");
        assertThat(planted).hasSize(1);
        assertThat(Module.DOMAIN.rule().evaluate(planted).getFailureReport().getDetails())
                .isNotEmpty()
                .allMatch(line -> line.contains("org.slf4j"));
    }
}
