package io.skerry.edge.demo;

import io.vertx.core.buffer.Buffer;

/**
 * A file of the site whose URL carries a hash of its content, so that it may be kept for ever.
 *
 * @param url path on the site, such as {@code /assets/shop.3f9c1b2a.css}
 */
record Asset(String url, String contentType, Buffer bytes) {}
