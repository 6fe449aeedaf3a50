package io.skerry.functions.builtin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageResizerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SomeMemory memory = new SomeMemory(80_000_000);
    private final PixelBudget budget = new PixelBudget(memory);
    private final ImageResizer resizer = new ImageResizer(budget);

    @ParameterizedTest
    @CsvSource({
        "1600, 1200, 800x600, 800, 600",
        "1200, 1600, 800x600, 450, 600",
        "1000, 500, 800x, 800, 400",
        "1000, 500, x100, 200, 100",
        "320, 240, 800x600, 320, 240",
        "3000, 2, 100x100, 100, 1",
        "20, 32766, 800x, 10, 16383",
        "32766, 20, x600, 16383, 10",
    })
    void image_is_fitted_into_the_box_and_never_enlarged(
            int width, int height, String box, int expectedWidth, int expectedHeight) throws Exception {
        byte[] source = Drawn.encoded(Drawn.quarters(width, height), "jpeg");

        BufferedImage image =
                Drawn.decoded(resized(source, box, ImageFormat.JPEG).bytes());

        assertThat(image.getWidth()).isEqualTo(expectedWidth);
        assertThat(image.getHeight()).isEqualTo(expectedHeight);
    }

    @Test
    void image_whose_side_was_not_bounded_is_no_longer_than_every_format_can_be() throws Exception {
        byte[] source = Drawn.encoded(Drawn.quarters(20, 32_766), "jpeg");

        for (ImageFormat to : ImageFormat.values()) {
            assertThat(resized(source, "800x", to).format()).isEqualTo(to);
        }
    }

    @ParameterizedTest
    @CsvSource({"65536, 1", "1, 65536", "49000000, 1"})
    void image_with_a_side_that_no_picture_has_is_broken(int width, int height) {
        byte[] source = Drawn.encoded(Drawn.quarters(64, 64), "png");
        ByteBuffer.wrap(source).putInt(16, width).putInt(20, height);

        assertThat(ImageHeader.read(source)).isInstanceOf(ImageHeader.Broken.class);
    }

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void every_format_is_read_and_written_in_the_right_colours(ImageFormat from) throws Exception {
        byte[] source = Drawn.encoded(Drawn.quarters(640, 480), from.token());

        for (ImageFormat to : ImageFormat.values()) {
            EncodedImage made = resized(source, "320x240", to);

            assertThat(made.format()).isEqualTo(to);
            assertThat(ImageHeader.read(made.bytes()))
                    .isInstanceOfSatisfying(
                            ImageHeader.Known.class,
                            known -> assertThat(known.header().format()).isEqualTo(to));
            assertQuarters(Drawn.decoded(made.bytes()), Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, RGBW, 320, 240",
        "2, GRWB, 320, 240",
        "3, WBGR, 320, 240",
        "4, BWRG, 320, 240",
        "5, RBGW, 180, 240",
        "6, BRWG, 180, 240",
        "7, WGBR, 180, 240",
        "8, GWRB, 180, 240",
    })
    void exif_orientation_is_applied_and_not_kept(int orientation, String quarters, int width, int height)
            throws Exception {
        byte[] source = Drawn.withOrientation(Drawn.encoded(Drawn.quarters(640, 480), "jpeg"), orientation);

        byte[] made = resized(source, "320x240", ImageFormat.JPEG).bytes();

        BufferedImage image = Drawn.decoded(made);
        assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(width + "x" + height);
        assertQuarters(image, quarters.chars().mapToObj(ImageResizerTest::color).toArray(Color[]::new));
        assertThat(new String(made, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("Exif");
    }

    @ParameterizedTest
    @EnumSource(names = {"PNG", "WEBP"})
    void transparency_is_kept_where_the_format_has_it(ImageFormat format) throws Exception {
        BufferedImage image =
                Drawn.decoded(resized(halfTransparent(), "50x50", format).bytes());

        assertThat(new Color(image.getRGB(5, 25), true).getAlpha()).isLessThan(10);
        assertThat(new Color(image.getRGB(45, 25), true).getAlpha()).isEqualTo(255);
        assertColor(new Color(image.getRGB(45, 25)), Color.RED);
    }

    @Test
    void transparency_becomes_white_in_a_jpeg() throws Exception {
        BufferedImage image = Drawn.decoded(
                resized(halfTransparent(), "50x50", ImageFormat.JPEG).bytes());

        assertColor(new Color(image.getRGB(5, 25)), Color.WHITE);
        assertColor(new Color(image.getRGB(45, 25)), Color.RED);
    }

    @Test
    void image_with_transparency_is_written_in_the_format_for_it() throws Exception {
        var order = new ImageResizer.Order(BoundingBox.parse("50x50"), ImageFormat.JPEG, ImageFormat.PNG, 80);

        assertThat(made(halfTransparent(), order).format()).isEqualTo(ImageFormat.PNG);
        assertThat(made(Drawn.encoded(Drawn.quarters(100, 100), "png"), order).format())
                .isEqualTo(ImageFormat.JPEG);
    }

    @Test
    void palette_and_grey_images_keep_their_colours() throws Exception {
        BufferedImage indexed = new BufferedImage(200, 100, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.createGraphics().drawImage(Drawn.quarters(200, 100), 0, 0, null);
        BufferedImage grey = new BufferedImage(200, 100, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 0x80);

        BufferedImage fromIndexed = Drawn.decoded(
                resized(Drawn.encoded(indexed, "png"), "100x", ImageFormat.PNG).bytes());
        BufferedImage fromGrey = Drawn.decoded(
                resized(Drawn.encoded(grey, "png"), "100x", ImageFormat.PNG).bytes());

        assertQuarters(fromIndexed, Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
        assertColor(new Color(fromGrey.getRGB(50, 25)), new Color(0x80, 0x80, 0x80));
    }

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void half_an_image_is_broken(ImageFormat format) throws Exception {
        byte[] whole = Drawn.encoded(Drawn.photograph(800, 600), format.token());
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        assertThat(result(half, "320x240")).isInstanceOf(ImageResizer.Broken.class);
        assertThat(memory.available()).isEqualTo(80_000_000);
    }

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void damaged_image_is_broken_or_shown_but_never_an_exception(ImageFormat format) throws Exception {
        byte[] whole = Drawn.encoded(Drawn.photograph(400, 300), format.token());
        var random = new java.util.Random(11);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit < 5; hit++) {
                damaged[random.nextInt(i % 2 == 0 ? 64 : damaged.length)] = (byte) random.nextInt();
            }
            // Whatever comes, it comes as a value.
            if (ImageHeader.read(damaged) instanceof ImageHeader.Known known
                    && known.header().size().pixels() < 1_000_000) {
                ImageResizer.Result result =
                        resizer.resize(damaged, known.header(), order("320x240", ImageFormat.JPEG), PATIENCE);
                assertThat(result).isInstanceOfAny(ImageResizer.Broken.class, ImageResizer.Resized.class);
            }
        }
        assertThat(memory.available()).isEqualTo(80_000_000);
    }

    @Test
    void image_waits_for_pixels_only_as_long_as_it_may() throws Exception {
        byte[] source = Drawn.encoded(Drawn.quarters(400, 300), "png");

        try (PixelBudget.Claim all = budget.claim(80_000_000, Duration.ZERO)) {
            assertThat(all.isGranted()).isTrue();
            assertThat(resizer.resize(source, header(source), order("320x", ImageFormat.PNG), Duration.ofMillis(20)))
                    .isInstanceOf(ImageResizer.NoRoom.class);
        }
        assertThat(result(source, "320x")).isInstanceOf(ImageResizer.Resized.class);
    }

    /** Four samples of two bytes are decoded, and four of one byte made of them. */
    @Test
    void pixels_of_16_bits_a_sample_are_charged_all_they_take() {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        BufferedImage deep = new BufferedImage(model, model.createCompatibleWritableRaster(100, 80), false, null);

        assertThat(bytesInMemory(Drawn.encoded(deep, "png"))).isEqualTo(12 * (100 * 80 + 1));
        assertThat(bytesInMemory(halfTransparent())).isEqualTo(8 * (100 * 100 + 1));
    }

    private static long bytesInMemory(byte[] source) {
        return ImageDecoder.bytesInMemory(header(source), header(source).size());
    }

    @Test
    void fine_lines_become_an_even_grey() throws Exception {
        BufferedImage lines = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 400; x++) {
                lines.setRGB(x, y, x % 2 == 0 ? 0xffffff : 0);
            }
        }
        BufferedImage image = Drawn.decoded(
                resized(Drawn.encoded(lines, "png"), "150x150", ImageFormat.PNG).bytes());

        for (int x = 0; x < 150; x++) {
            assertThat(image.getRGB(x, 75) & 0xff).isCloseTo(0x80, within(52));
        }
    }

    private static byte[] halfTransparent() {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 100; y++) {
            for (int x = 50; x < 100; x++) {
                image.setRGB(x, y, 0xffff0000);
            }
        }
        return Drawn.encoded(image, "png");
    }

    private EncodedImage resized(byte[] source, String box, ImageFormat format) throws Exception {
        return made(source, order(box, format));
    }

    private EncodedImage made(byte[] source, ImageResizer.Order order) throws Exception {
        ImageResizer.Result result = resizer.resize(source, header(source), order, PATIENCE);
        assertThat(result).isInstanceOf(ImageResizer.Resized.class);
        return ((ImageResizer.Resized) result).image();
    }

    private ImageResizer.Result result(byte[] source, String box) throws Exception {
        return resizer.resize(source, header(source), order(box, ImageFormat.JPEG), PATIENCE);
    }

    private static ImageResizer.Order order(String box, ImageFormat format) {
        return new ImageResizer.Order(BoundingBox.parse(box), format, format, 90);
    }

    private static ImageHeader header(byte[] source) {
        assertThat(ImageHeader.read(source)).isInstanceOf(ImageHeader.Known.class);
        return ((ImageHeader.Known) ImageHeader.read(source)).header();
    }

    private static void assertQuarters(BufferedImage image, Color... colors) {
        int width = image.getWidth();
        int height = image.getHeight();
        for (int i = 0; i < 4; i++) {
            int x = i % 2 == 0 ? width / 4 : width * 3 / 4;
            int y = i < 2 ? height / 4 : height * 3 / 4;
            assertColor(new Color(image.getRGB(x, y)), colors[i]);
        }
    }

    private static void assertColor(Color actual, Color expected) {
        assertThat(actual.getRed()).as("red of %s", actual).isCloseTo(expected.getRed(), within(12));
        assertThat(actual.getGreen()).as("green of %s", actual).isCloseTo(expected.getGreen(), within(12));
        assertThat(actual.getBlue()).as("blue of %s", actual).isCloseTo(expected.getBlue(), within(12));
    }

    private static Color color(int letter) {
        return switch (letter) {
            case 'R' -> Color.RED;
            case 'G' -> Color.GREEN;
            case 'B' -> Color.BLUE;
            default -> Color.WHITE;
        };
    }
}
