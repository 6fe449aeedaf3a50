package io.skerry.edge.demo.photo;

import static io.skerry.edge.demo.photo.Scene.box;
import static io.skerry.edge.demo.photo.Scene.circle;
import static io.skerry.edge.demo.photo.Scene.ellipse;
import static io.skerry.edge.demo.photo.Scene.horizontal;
import static io.skerry.edge.demo.photo.Scene.polygon;
import static io.skerry.edge.demo.photo.Scene.rounded;
import static io.skerry.edge.demo.photo.Scene.vertical;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Path2D;

/** What is to be seen on each photo. Every scene is laid out on 1200 x 900 units (the lantern's on 900 x 1200). */
final class Scenes {
    private static final int BRASS_DARK = 0x6b4a1c;
    private static final int BRASS = 0xc79a4b;
    private static final int BRASS_LIGHT = 0xf3dc9b;

    private Scenes() {}

    /** A brass storm lantern, lit, on a jetty at dusk; upright. */
    static void lantern(Scene s) {
        s.backdrop(0x0d1b2f, 0x22395a, 0x8c5a5a, 0xe0975c, 0x1c2c3f);
        s.band(900, 1200, 0x14202e, 0x0a1119);
        planks(s, 960, 1200, 0x2c2018, 0x4a3625);
        s.glow(450, 640, 520, new Color(255, 186, 92, 150));
        s.shadow(450, 1010, 260);
        s.line(new Arc2D.Double(285, 190, 330, 420, 15, 150, Arc2D.OPEN), 12, BRASS_DARK);
        s.fill(rounded(400, 300, 100, 90, 30), horizontal(400, 500, BRASS_DARK, BRASS_LIGHT, BRASS_DARK));
        s.fill(
                polygon(350, 430, 550, 430, 510, 370, 390, 370),
                horizontal(350, 550, BRASS_DARK, BRASS_LIGHT, BRASS_DARK));
        s.fill(
                rounded(330, 430, 240, 400, 120),
                horizontal(330, 570, 0x8a6a3f, 0xffe2a6, 0xfff6dc, 0xffd48a, 0x7c5a34));
        s.glow(450, 650, 170, new Color(255, 250, 225, 235));
        s.fill(flame(450, 720), vertical(560, 740, 0xffffff, 0xffd877, 0xff9a3c));
        for (double x : new double[] {322, 560}) {
            s.fill(box(x, 420, 18, 430), horizontal(x, x + 18, BRASS_DARK, BRASS, BRASS_DARK));
        }
        s.fill(rounded(320, 610, 260, 16, 8), horizontal(320, 580, BRASS_DARK, BRASS_LIGHT, BRASS_DARK));
        s.fill(
                polygon(310, 830, 590, 830, 640, 1000, 260, 1000),
                horizontal(260, 640, BRASS_DARK, BRASS, BRASS_LIGHT, BRASS, BRASS_DARK));
        s.fill(rounded(245, 990, 410, 34, 20), horizontal(245, 655, BRASS_DARK, BRASS_LIGHT, BRASS_DARK));
    }

    private static Shape flame(double x, double foot) {
        Path2D flame = new Path2D.Double();
        flame.moveTo(x, foot - 165);
        flame.curveTo(x + 60, foot - 70, x + 44, foot, x, foot);
        flame.curveTo(x - 44, foot, x - 60, foot - 70, x, foot - 165);
        flame.closePath();
        return flame;
    }

    /** A white enamel mug with a blue rim, steaming, on a wooden table. */
    static void mug(Scene s) {
        s.backdrop(0xcfe0e6, 0xe9eff0, 0xf5ede0);
        s.glow(950, 150, 520, new Color(255, 246, 220, 200));
        planks(s, 610, 900, 0x9a6b3d, 0xc9965c);
        s.shadow(610, 770, 330);
        Area handle = new Area(ellipse(835, 560, 120, 130));
        handle.subtract(new Area(ellipse(828, 560, 78, 88)));
        s.fill(handle, vertical(430, 690, 0xffffff, 0xc8d0d6, 0x8f9aa3));
        Path2D body = new Path2D.Double();
        body.moveTo(400, 380);
        body.lineTo(820, 380);
        body.lineTo(800, 735);
        body.quadTo(790, 775, 740, 778);
        body.lineTo(480, 778);
        body.quadTo(430, 775, 420, 735);
        body.closePath();
        s.fill(body, horizontal(400, 820, 0xb9c3ca, 0xffffff, 0xf6f8f9, 0xd5dce1, 0x98a4ad));
        s.fill(ellipse(610, 380, 211, 44), 0x1f4f8f);
        s.fill(ellipse(610, 382, 192, 35), vertical(347, 417, 0x2a1a12, 0x5d3a22));
        s.fill(box(414, 600, 392, 10), 0x1f4f8f);
        speckles(s, body);
        for (int i = 0; i < 3; i++) {
            steam(s, 540 + 70 * i, 350);
        }
    }

    private static void speckles(Scene s, Shape on) {
        java.util.Random dice = new java.util.Random(4);
        for (int i = 0; i < 160; i++) {
            double x = 405 + dice.nextDouble() * 410;
            double y = 420 + dice.nextDouble() * 350;
            if (on.contains(x, y)) {
                s.fill(circle(x, y, 0.8 + dice.nextDouble() * 1.8), 0x51708f);
            }
        }
    }

    private static void steam(Scene s, double x, double foot) {
        for (int i = 0; i < 34; i++) {
            double rise = i * 8.0;
            s.glow(x + 16 * Math.sin(rise / 38), foot - rise, 10 + i * 0.8, new Color(255, 255, 255, 46 - i));
        }
    }

    /** A red and white life ring on a blue boathouse wall. */
    static void ring(Scene s) {
        s.backdrop(0x3f6f86, 0x35627a, 0x254b60);
        for (int x = 0; x < 1200; x += 100) {
            s.fill(box(x, 0, 4, 900), 0x1e3d4f);
            s.fill(box(x + 4, 0, 3, 900), 0x5b8ca3);
        }
        s.glow(630, 490, 400, new Color(0, 0, 0, 140));
        Area ring = new Area(circle(600, 450, 320));
        ring.subtract(new Area(circle(600, 450, 175)));
        s.fill(ring, vertical(130, 770, 0xffffff, 0xf0ece4, 0xbdb6aa));
        for (int quarter = 0; quarter < 4; quarter++) {
            Area red = new Area(new Arc2D.Double(270, 120, 660, 660, 25 + 90.0 * quarter, 40, Arc2D.PIE));
            red.intersect(ring);
            s.fill(red, vertical(130, 770, 0xe8483a, 0xd2332a, 0x8f1d1a));
        }
        s.line(circle(600, 450, 322), 9, 0xd9cba8);
        s.line(new Arc2D.Double(405, 255, 390, 390, 30, 110, Arc2D.OPEN), 10, 0xfff8ee);
        s.fill(rounded(582, 40, 36, 100, 12), horizontal(582, 618, BRASS_DARK, BRASS_LIGHT, BRASS_DARK));
    }

    /** A pocket compass on an old chart. */
    static void compass(Scene s) {
        s.backdrop(0xe6d6b0, 0xdcc797, 0xc7ac74);
        for (int i = 0; i < 14; i++) {
            s.line(ellipse(180, 760, 120 + i * 90.0, 70 + i * 64.0), 2, 0xb08f57);
        }
        s.shadow(640, 800, 380);
        s.fill(circle(620, 460, 340), horizontal(280, 960, BRASS_DARK, BRASS, BRASS_LIGHT, BRASS, BRASS_DARK));
        s.fill(circle(620, 460, 300), vertical(160, 760, BRASS_LIGHT, BRASS_DARK));
        s.fill(circle(620, 460, 282), vertical(180, 740, 0xfdfaf0, 0xe7dfc8));
        for (int degrees = 0; degrees < 360; degrees += 5) {
            double length = degrees % 90 == 0 ? 48 : degrees % 15 == 0 ? 30 : 14;
            Shape tick = box(617, 186, degrees % 15 == 0 ? 6 : 3, length);
            s.fill(turned(tick, degrees), 0x2d3a48);
        }
        for (int point = 0; point < 4; point++) {
            s.fill(turned(polygon(620, 270, 650, 430, 620, 460), 90.0 * point), 0x33475c);
            s.fill(turned(polygon(620, 270, 590, 430, 620, 460), 90.0 * point), 0x8fa2b3);
        }
        s.fill(turned(polygon(620, 200, 642, 460, 598, 460), 28), horizontal(560, 700, 0xd2332a, 0x8f1d1a));
        s.fill(turned(polygon(620, 720, 642, 460, 598, 460), 28), horizontal(560, 700, 0xf8f8f8, 0x9aa4ad));
        s.fill(circle(620, 460, 26), vertical(434, 486, BRASS_LIGHT, BRASS_DARK));
        s.glow(500, 330, 240, new Color(255, 255, 255, 90));
    }

    private static Shape turned(Shape shape, double degrees) {
        return AffineTransform.getRotateInstance(Math.toRadians(degrees), 620, 460)
                .createTransformedShape(shape);
    }

    /** A dinghy under sail off a rocky island. */
    static void dinghy(Scene s) {
        s.backdrop(0x6fb1d8, 0xb5dcec, 0xf2efe0);
        s.glow(250, 190, 260, new Color(255, 248, 214, 230));
        s.fill(
                polygon(760, 520, 850, 440, 900, 470, 980, 400, 1090, 470, 1200, 450, 1200, 540, 760, 540),
                vertical(400, 540, 0x8d8f8c, 0x4d5654));
        s.band(520, s.height(), 0x2f86a8, 0x1d5f83, 0x0d3550);
        waves(s, 530);
        s.fill(polygon(560, 660, 566, 150, 576, 150, 578, 660), 0x6a4a2a);
        s.fill(polygon(586, 170, 860, 600, 586, 620), horizontal(586, 860, 0xffffff, 0xf4e9d2, 0xd9c7a4));
        s.fill(polygon(556, 200, 556, 610, 380, 590), horizontal(380, 556, 0xe9ddc5, 0xfffaf0));
        for (int i = 1; i < 5; i++) {
            s.line(polygon(586, 170 + i * 90.0, 586 + i * 58.0, 170 + i * 90.0), 2, 0xcdb892);
        }
        Path2D hull = new Path2D.Double();
        hull.moveTo(330, 640);
        hull.lineTo(890, 640);
        hull.quadTo(850, 760, 740, 770);
        hull.lineTo(440, 770);
        hull.quadTo(360, 750, 330, 640);
        hull.closePath();
        s.fill(hull, vertical(640, 770, 0xb5462f, 0x8a2f20, 0x4d1811));
        s.fill(rounded(322, 630, 576, 18, 10), 0xf1e4c8);
        s.band(762, 790, 0x1b5a7c, 0x18506f);
    }

    private static void waves(Scene s, double horizon) {
        java.util.Random dice = new java.util.Random(11);
        for (int i = 0; i < 420; i++) {
            double depth = dice.nextDouble();
            double y = horizon + depth * depth * (s.height() - horizon);
            double half = 12 + depth * 46;
            int rgb = dice.nextInt(3) == 0 ? 0xd7eef5 : 0x4b9dbd;
            s.line(
                    new Arc2D.Double(dice.nextDouble() * 1200 - half, y, 2 * half, 6 + depth * 8, 20, 140, Arc2D.OPEN),
                    1 + depth * 2,
                    rgb);
        }
    }

    /** A lighthouse on a skerry in the last light. */
    static void lighthouse(Scene s) {
        s.backdrop(0x1c2748, 0x513f6b, 0xc4666a, 0xf6b16d, 0xf9d9a0);
        s.band(640, s.height(), 0x6a5570, 0x33385a, 0x141d38);
        waves(s, 650);
        s.fill(polygon(600, 186, 1200, 60, 1200, 250), new Color(255, 240, 190, 70));
        s.fill(
                polygon(180, 720, 330, 640, 430, 660, 560, 590, 720, 620, 860, 690, 1010, 730),
                vertical(590, 730, 0x4a4450, 0x1f2233));
        s.fill(
                polygon(530, 250, 670, 250, 710, 640, 490, 640),
                horizontal(490, 710, 0x9d9aa8, 0xffffff, 0xd7d2d8, 0x77758a));
        for (int i = 0; i < 2; i++) {
            double y = 330 + i * 150.0;
            double half = 80 + i * 18.0;
            s.fill(
                    polygon(600 - half, y, 600 + half, y, 608 + half, y + 70, 592 - half, y + 70),
                    horizontal(480, 720, 0x7d1c1d, 0xdb3d33, 0x6d1719));
        }
        s.fill(rounded(505, 236, 190, 20, 8), 0x22243a);
        s.fill(box(550, 160, 100, 78), horizontal(550, 650, 0xffe9ad, 0xffffff, 0xffe39a));
        s.fill(polygon(535, 162, 665, 162, 600, 100), horizontal(535, 665, 0x5d1516, 0xc2352d, 0x4d1011));
        s.glow(600, 196, 230, new Color(255, 243, 200, 190));
    }

    private static void planks(Scene s, double top, double bottom, int dark, int light) {
        int count = 5;
        double each = (bottom - top) / count;
        for (int i = 0; i < count; i++) {
            double y = top + i * each;
            s.band(y, y + each, light, dark);
            s.fill(box(0, y, s.width(), 3), dark);
        }
    }
}
