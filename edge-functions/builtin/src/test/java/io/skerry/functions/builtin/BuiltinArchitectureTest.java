package io.skerry.functions.builtin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = GeoPrice.class, importOptions = ImportOption.DoNotIncludeTests.class)
class BuiltinArchitectureTest {

    /** What comes with the edge has no more rights than a plugin. */
    @ArchTest
    static final ArchRule builtin_functions_see_of_the_edge_only_the_api = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skerry.functions.runtime..", "io.skerry.cache..", "io.skerry.edge..", "io.vertx..");

    @ArchTest
    static final ArchRule image_machinery_knows_nothing_of_http = noClasses()
            .that()
            .resideInAPackage("io.skerry.functions.builtin.image")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skerry.functions.api..", "io.skerry.functions.builtin");
}
