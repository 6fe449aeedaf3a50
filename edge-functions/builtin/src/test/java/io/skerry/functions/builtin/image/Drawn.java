package io.skerry.functions.builtin.image;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images that tests draw themselves. */
public final class Drawn {

    private Drawn() {}

    /** A picture with a red, a green, a blue and a white quarter (left to right, top to bottom). */
    public static BufferedImage quarters(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        fill(image, 0, 0, Color.RED);
        fill(image, width / 2, 0, Color.GREEN);
        fill(image, 0, height / 2, Color.BLUE);
        fill(image, width / 2, height / 2, Color.WHITE);
        return image;
    }

    /** Something like a photograph: smooth shades, shapes and a little noise. */
    public static BufferedImage photograph(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(90, 140, 220), width, height, new Color(220, 170, 90)));
        graphics.fillRect(0, 0, width, height);
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            graphics.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256), 120));
            int size = 20 + random.nextInt(width / 8);
            graphics.fillOval(random.nextInt(width), random.nextInt(height), size, size);
        }
        graphics.dispose();
        return image;
    }

    public static byte[] encoded(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer of " + format);
            }
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static BufferedImage decoded(byte[] bytes) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            if (image == null) {
                throw new IllegalStateException("not an image");
            }
            return image;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A JPEG with an Exif segment that holds nothing but the orientation. */
    public static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] mark = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer tiff = ByteBuffer.allocate(26);
        tiff.putShort((short) 0x4d4d).putShort((short) 42).putInt(8);
        tiff.putShort((short) 1);
        tiff.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        tiff.putInt(0);
        ByteBuffer result = ByteBuffer.allocate(jpeg.length + 4 + mark.length + tiff.capacity());
        result.put(jpeg, 0, 2);
        result.putShort((short) 0xffe1).putShort((short) (2 + mark.length + tiff.capacity()));
        result.put(mark).put(tiff.array());
        result.put(jpeg, 2, jpeg.length - 2);
        return result.array();
    }

    /** A JPEG whose frame header claims another size. */
    public static byte[] claiming(byte[] jpeg, int width, int height) {
        byte[] bytes = jpeg.clone();
        for (int at = 2; at < bytes.length; ) {
            int marker = bytes[at + 1] & 0xff;
            if (marker == 0xc0 || marker == 0xc2) {
                ByteBuffer.wrap(bytes).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
                return bytes;
            }
            at += 2 + (ByteBuffer.wrap(bytes).getShort(at + 2) & 0xffff);
        }
        throw new IllegalStateException("no frame header");
    }

    private static void fill(BufferedImage image, int x, int y, Color color) {
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(x, y, image.getWidth(), image.getHeight());
        graphics.dispose();
    }
}
