package io.skerry.edge.demo.photo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ProductPhotoTest {
    @Test
    void photo_has_the_size_it_says_and_weighs_what_a_cameras_does() throws IOException {
        byte[] file = ProductPhoto.LIGHTHOUSE.jpeg();

        BufferedImage image = decoded(file);
        assertThat(image.getWidth()).isEqualTo(2725).isEqualTo(ProductPhoto.LIGHTHOUSE.uprightWidth());
        assertThat(image.getHeight()).isEqualTo(2225).isEqualTo(ProductPhoto.LIGHTHOUSE.uprightHeight());
        assertThat(file).hasSizeGreaterThan(1_000_000);
    }

    @Test
    void photo_taken_with_a_turned_camera_lies_on_its_side_and_says_so() throws IOException {
        byte[] file = ProductPhoto.LANTERN.jpeg();

        BufferedImage stored = decoded(file);
        assertThat(stored.getWidth()).isEqualTo(ProductPhoto.LANTERN.uprightHeight());
        assertThat(stored.getHeight()).isEqualTo(ProductPhoto.LANTERN.uprightWidth());
        assertThat(exifOrientation(file)).isEqualTo(6);
        // Turned to the right the sky is on top: in the file it is on the left, and darker than the lit middle.
        assertThat(brightness(stored, 40, 1500)).isLessThan(brightness(stored, 2200, 1500));
    }

    private static BufferedImage decoded(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    private static int exifOrientation(byte[] file) {
        assertThat(Arrays.copyOfRange(file, 2, 4)).containsExactly(0xff, 0xe1);
        assertThat(new String(file, 6, 4, StandardCharsets.US_ASCII)).isEqualTo("Exif");
        return file[2 + 2 + 2 + 6 + 8 + 2 + 9];
    }

    private static int brightness(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        return ((rgb >> 16) & 0xff) + ((rgb >> 8) & 0xff) + (rgb & 0xff);
    }
}
