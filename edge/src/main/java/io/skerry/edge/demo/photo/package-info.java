/**
 * The demo's product photos: drawn by our own code with Java2D, in the sizes and with the quirks of a camera's files
 * (twelve megapixels, grain, an EXIF orientation), so that the image function has honest work.
 *
 * <p>Start reading at {@link io.skerry.edge.demo.photo.ProductPhoto}. May import the JDK alone. Nothing here draws text:
 * a machine without fonts can draw every photo.
 */
@NullMarked
package io.skerry.edge.demo.photo;

import org.jspecify.annotations.NullMarked;
