/**
 * Text to a small tree that knows where everything stands: YAML 1.2 (core schema), duplicate keys refused, size, depth and aliases
 * bounded. The only package that sees the YAML library. May import {@code config.problem}. Start at
 * {@link io.skerry.edge.config.yaml.YamlReader}.
 */
@NullMarked
package io.skerry.edge.config.yaml;

import org.jspecify.annotations.NullMarked;
