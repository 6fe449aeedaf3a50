/**
 * The machinery of {@code image-resize}: reading headers, decoding, scaling, turning and encoding images in memory.
 *
 * <p>Nothing here knows of HTTP. Imports the JDK's imaging and its plug-ins. Start at {@link
 * io.skerry.functions.builtin.image.ImageResizer}.
 */
@NullMarked
package io.skerry.functions.builtin.image;

import org.jspecify.annotations.NullMarked;
