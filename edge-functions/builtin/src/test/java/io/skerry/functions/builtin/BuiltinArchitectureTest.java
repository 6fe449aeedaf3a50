package io.skerry.functions.builtin;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.skerry.functions.api.Memory;

@AnalyzeClasses(packagesOf = GeoPrice.class, importOptions = ImportOption.DoNotIncludeTests.class)
class BuiltinArchitectureTest {

    /** What comes with the edge has no more rights than a plugin. */
    @ArchTest
    static final ArchRule builtin_functions_see_of_the_edge_only_the_api = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skerry.functions.runtime..", "io.skerry.cache..", "io.skerry.edge..", "io.vertx..");

    /** Of the API it sees the memory alone that it asks for before it takes it. */
    @ArchTest
    static final ArchRule image_machinery_knows_nothing_of_http = noClasses()
            .that()
            .resideInAPackage("io.skerry.functions.builtin.image")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.skerry.functions.api..", "io.skerry.functions.builtin")
                    .and(not(equivalentTo(Memory.class))));
}
