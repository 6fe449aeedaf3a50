package io.skerry.edge.demo.photo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** A drawing surface in units of its own (so that a scene knows nothing of pixels), with the few strokes scenes need. */
final class Scene {
    private final Graphics2D pen;
    private final double width;
    private final double height;

    Scene(Graphics2D pen, double width, double height) {
        this.pen = pen;
        this.width = width;
        this.height = height;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    /** Fills the whole surface from top to bottom through the colours, evenly spaced. */
    Scene backdrop(int... rgb) {
        return band(0, height, rgb);
    }

    /** Fills a full-width band between two heights. */
    Scene band(double top, double bottom, int... rgb) {
        pen.setPaint(vertical(top, bottom, rgb));
        pen.fill(new Rectangle2D.Double(0, top, width, bottom - top));
        return this;
    }

    Scene fill(Shape shape, int rgb) {
        pen.setPaint(new Color(rgb));
        pen.fill(shape);
        return this;
    }

    Scene fill(Shape shape, java.awt.Paint paint) {
        pen.setPaint(paint);
        pen.fill(shape);
        return this;
    }

    Scene line(Shape shape, double thickness, int rgb) {
        pen.setPaint(new Color(rgb));
        pen.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(shape);
        return this;
    }

    /** A soft round light (or, with a dark colour, shadow) that fades to nothing at its rim. */
    Scene glow(double x, double y, double radius, Color colour) {
        Color clear = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 0);
        pen.setPaint(new RadialGradientPaint(
                (float) x, (float) y, (float) radius, new float[] {0, 1}, new Color[] {colour, clear}));
        pen.fill(circle(x, y, radius));
        return this;
    }

    /** A flat, soft shadow under something that stands at (x, y). */
    Scene shadow(double x, double y, double halfWidth) {
        var before = pen.getTransform();
        pen.translate(x, y);
        pen.scale(1, 0.16);
        glow(0, 0, halfWidth, new Color(0, 0, 0, 150));
        pen.setTransform(before);
        return this;
    }

    static LinearGradientPaint vertical(double top, double bottom, int... rgb) {
        return gradient(0, top, 0, bottom, rgb);
    }

    static LinearGradientPaint horizontal(double left, double right, int... rgb) {
        return gradient(left, 0, right, 0, rgb);
    }

    private static LinearGradientPaint gradient(double x1, double y1, double x2, double y2, int... rgb) {
        float[] stops = new float[rgb.length];
        Color[] colours = new Color[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            stops[i] = i / (float) (rgb.length - 1);
            colours[i] = new Color(rgb[i]);
        }
        return new LinearGradientPaint((float) x1, (float) y1, (float) x2, (float) y2, stops, colours);
    }

    static Shape circle(double x, double y, double radius) {
        return ellipse(x, y, radius, radius);
    }

    static Shape ellipse(double x, double y, double halfWidth, double halfHeight) {
        return new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    static Shape box(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x, y, width, height);
    }

    static Shape rounded(double x, double y, double width, double height, double corner) {
        return new RoundRectangle2D.Double(x, y, width, height, corner, corner);
    }

    /** A closed shape through the points x1, y1, x2, y2, … */
    static Shape polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }
}
