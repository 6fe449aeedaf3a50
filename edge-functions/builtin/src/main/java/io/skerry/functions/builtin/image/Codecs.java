package io.skerry.functions.builtin.image;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;

/** Picks the readers and writers among those that are installed. */
final class Codecs {

    private static final String JDK = "com.sun.imageio.";
    private static final String WEBP = "com.luciad.imageio.webp.";
    /** TwelveMonkeys reads what the JDK cannot: CMYK, YCCK, odd profiles. */
    private static final String TWELVE_MONKEYS = "com.twelvemonkeys.imageio.plugins.jpeg.";

    private Codecs() {}

    static ImageReader reader(ImageFormat format) {
        String from = format == ImageFormat.JPEG ? TWELVE_MONKEYS : nativeTo(format);
        return first(ImageIO.getImageReadersByMIMEType(format.mediaType()), from);
    }

    static ImageWriter writer(ImageFormat format) {
        return first(ImageIO.getImageWritersByMIMEType(format.mediaType()), nativeTo(format));
    }

    private static String nativeTo(ImageFormat format) {
        return format == ImageFormat.WEBP ? WEBP : JDK;
    }

    private static <T> T first(Iterator<T> installed, String from) {
        while (installed.hasNext()) {
            T codec = installed.next();
            if (codec.getClass().getName().startsWith(from)) {
                return codec;
            }
        }
        throw new IllegalStateException("no image codec of " + from + " is installed");
    }
}
