package io.skerry.edge.config.model;

import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;
import java.nio.file.Path;

/**
 * A secret or certificate that is kept in a file of its own: {@code { file: tls/shop.key }}.
 *
 * @param file absolute; a relative path in the routes file starts at that file's folder
 */
public record FileReference(
        @Required @Description("Path of the file; a relative one starts at the folder of the routes file")
        Path file) {}
