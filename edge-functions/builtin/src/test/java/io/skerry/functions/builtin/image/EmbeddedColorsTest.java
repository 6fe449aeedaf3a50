package io.skerry.functions.builtin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile of linear light stands for all: 0x37 of it is what sRGB calls 0x80. */
class EmbeddedColorsTest {

    private static final Color STORED = new Color(0x37, 0x37, 0xff);
    private static final Color SEEN = new Color(0x80, 0x80, 0xff);
    private static final byte[] LINEAR =
            ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    private static final byte[] LINEAR_GREY =
            ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();

    /** 16 by 16 pixels of cmyk(10%, 80%, 60%, 5%), without a profile. */
    private static final byte[] CMYK = Base64.getMimeDecoder().decode("""
            /9j/7gAOQWRvYmUAZAAAAAAC/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCg
            wJCgoK/9sAQwECAgICAgIFAwMFCgcGBwoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK/8AAFAgAEAAQ
            BAERAAIRAQMRAQQRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAHCf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAWAQEBAQAAAAAAAAAAAAAAAAAABQ
            n/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADgQBAAIRAxEEAAA/AKIqMq25AAAAD//Z""");

    private final ImageResizer resizer = new ImageResizer(new PixelBudget(new SomeMemory(80_000_000)));

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void profile_of_every_format_is_applied(ImageFormat format) throws Exception {
        byte[] plain = Drawn.encoded(filled(BufferedImage.TYPE_INT_RGB), format.token());

        assertColor(shown(plain), STORED);
        assertColor(shown(with(format, plain, LINEAR)), SEEN);
    }

    @ParameterizedTest
    @EnumSource(names = {"PNG", "WEBP"})
    void profile_leaves_transparency_alone(ImageFormat format) throws Exception {
        byte[] plain = Drawn.encoded(filled(BufferedImage.TYPE_INT_ARGB), format.token());

        Color color = shown(with(format, plain, LINEAR));

        assertColor(color, SEEN);
        assertThat(color.getAlpha()).isCloseTo(0x99, within(3));
    }

    @ParameterizedTest
    @EnumSource(names = {"PNG", "JPEG"})
    void profile_of_grey_is_applied(ImageFormat format) throws Exception {
        byte[] plain = Drawn.encoded(grey(BufferedImage.TYPE_BYTE_GRAY, 0x37), format.token());
        byte[] profile = LINEAR_GREY.clone();
        // Another year of making, lest it be taken for what the JDK calls grey.
        profile[25]++;

        assertColor(shown(plain), new Color(0x37, 0x37, 0x37));
        assertColor(shown(with(format, plain, profile)), new Color(0x80, 0x80, 0x80));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void profile_that_is_none_or_not_for_such_colours_is_as_good_as_none(boolean junk) throws Exception {
        byte[] profile = junk ? "no profile at all".getBytes(StandardCharsets.US_ASCII) : LINEAR_GREY;
        for (ImageFormat format : ImageFormat.values()) {
            byte[] plain = Drawn.encoded(filled(BufferedImage.TYPE_INT_RGB), format.token());

            assertColor(shown(with(format, plain, profile)), STORED);
        }
    }

    @Test
    void profile_of_other_colours_in_a_picture_for_printing_is_as_good_as_none() throws Exception {
        Color plain = shown(CMYK);

        assertThat(plain.getRed()).isGreaterThan(plain.getGreen() + 60);
        for (int space : new int[] {ColorSpace.CS_sRGB, ColorSpace.CS_LINEAR_RGB, ColorSpace.CS_GRAY}) {
            byte[] profile = ICC_Profile.getInstance(space).getData();
            assertColor(shown(inJpeg(CMYK, profile, 1)), plain);
        }
    }

    @Test
    void profile_of_which_half_is_missing_is_as_good_as_none() throws Exception {
        byte[] plain = Drawn.encoded(filled(BufferedImage.TYPE_INT_RGB), "jpeg");
        byte[] half = inJpeg(plain, Arrays.copyOf(LINEAR, LINEAR.length / 2), 2);

        assertColor(shown(half), STORED);
    }

    @Test
    void profile_that_unpacks_to_more_than_any_is_as_good_as_none() throws Exception {
        byte[] plain = Drawn.encoded(filled(BufferedImage.TYPE_INT_RGB), "png");

        assertColor(shown(with(ImageFormat.PNG, plain, Arrays.copyOf(LINEAR, 5 << 20))), STORED);
    }

    @Test
    void grey_of_16_bits_is_as_light_as_that_of_8() throws Exception {
        byte[] deep = Drawn.encoded(grey(BufferedImage.TYPE_USHORT_GRAY, 0x8000), "png");

        assertColor(shown(deep), new Color(0x80, 0x80, 0x80));
    }

    private Color shown(byte[] source) throws Exception {
        ImageHeader header = ((ImageHeader.Known) ImageHeader.read(source)).header();
        var order = new ImageResizer.Order(BoundingBox.parse("10x10"), ImageFormat.PNG, ImageFormat.PNG, 90);
        ImageResizer.Result result = resizer.resize(source, header, order, Duration.ofSeconds(5));
        assertThat(result).isInstanceOf(ImageResizer.Resized.class);
        BufferedImage image =
                Drawn.decoded(((ImageResizer.Resized) result).image().bytes());
        return new Color(image.getRGB(5, 5), true);
    }

    private static void assertColor(Color actual, Color expected) {
        assertThat(actual.getRed()).as("red of %s", actual).isCloseTo(expected.getRed(), within(6));
        assertThat(actual.getGreen()).as("green of %s", actual).isCloseTo(expected.getGreen(), within(6));
        assertThat(actual.getBlue()).as("blue of %s", actual).isCloseTo(expected.getBlue(), within(6));
    }

    private static BufferedImage filled(int type) {
        BufferedImage image = new BufferedImage(40, 40, type);
        for (int i = 0; i < 1600; i++) {
            image.setRGB(i % 40, i / 40, (0x99 << 24) | (STORED.getRGB() & 0xffffff));
        }
        return image;
    }

    private static BufferedImage grey(int type, int value) {
        BufferedImage image = new BufferedImage(40, 40, type);
        for (int i = 0; i < 1600; i++) {
            image.getRaster().setSample(i % 40, i / 40, 0, value);
        }
        return image;
    }

    private static byte[] with(ImageFormat format, byte[] image, byte[] profile) throws Exception {
        return switch (format) {
            case JPEG -> inJpeg(image, profile, 1);
            case PNG -> inPng(image, profile);
            case WEBP -> inWebp(image, profile);
        };
    }

    /** {@code parts} is how many segments the profile claims to have; this is the first. */
    private static byte[] inJpeg(byte[] image, byte[] profile, int parts) {
        byte[] mark = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(image.length + 18 + profile.length);
        out.put(image, 0, 2).putShort((short) 0xffe2).putShort((short) (16 + profile.length));
        out.put(mark).put((byte) 1).put((byte) parts).put(profile);
        return out.put(image, 2, image.length - 2).array();
    }

    private static byte[] inPng(byte[] image, byte[] profile) throws Exception {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes("iCCPname\0\0".getBytes(StandardCharsets.US_ASCII));
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(content)) {
            deflated.write(profile);
        }
        CRC32 check = new CRC32();
        check.update(content.toByteArray());
        int afterHeader = 8 + 25;
        ByteBuffer out = ByteBuffer.allocate(image.length + content.size() + 8);
        out.put(image, 0, afterHeader).putInt(content.size() - 4).put(content.toByteArray());
        out.putInt((int) check.getValue());
        return out.put(image, afterHeader, image.length - afterHeader).array();
    }

    /** RFC 9649 2.7: the extended form, whose first chunk announces profile and transparency. */
    private static byte[] inWebp(byte[] image, byte[] profile) {
        boolean extended = image[15] == 'X';
        int from = extended ? 30 : 12;
        int padded = profile.length + (profile.length & 1);
        ByteBuffer out =
                ByteBuffer.allocate(30 + 8 + padded + image.length - from).order(ByteOrder.LITTLE_ENDIAN);
        out.put(image, 0, 4).putInt(out.capacity() - 8).put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII));
        out.putInt(10).putInt(0x20 | (extended ? 0x10 : 0));
        out.put(new byte[] {39, 0, 0, 39, 0, 0});
        out.put("ICCP".getBytes(StandardCharsets.US_ASCII)).putInt(profile.length);
        out.put(Arrays.copyOf(profile, padded));
        return out.put(image, from, image.length - from).array();
    }
}
