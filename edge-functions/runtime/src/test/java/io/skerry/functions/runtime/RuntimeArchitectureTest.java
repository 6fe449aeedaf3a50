package io.skerry.functions.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = FunctionChain.class, importOptions = ImportOption.DoNotIncludeTests.class)
class RuntimeArchitectureTest {

    @ArchTest
    static final ArchRule runtime_knows_neither_the_server_nor_the_routes_file = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..", "io.netty..", "org.snakeyaml..", "io.skerry.edge..", "io.skerry.origin..");

    @ArchTest
    static final ArchRule runtime_uses_the_vocabulary_of_the_cache_and_none_of_its_decisions = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.skerry.cache.store..",
                    "io.skerry.cache.purge..",
                    "io.skerry.cache.reuse..",
                    "io.skerry.cache.storing..",
                    "io.skerry.cache.collapse..");

    @ArchTest
    static final ArchRule geo_knows_nothing_of_functions = noClasses()
            .that()
            .resideInAPackage("io.skerry.functions.runtime.geo")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skerry.functions.runtime", "io.skerry.functions.api..", "io.skerry.cache..");
}
