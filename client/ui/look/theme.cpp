#include "ui/look/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace parlance::client {

namespace {

QColor rgb(unsigned value)
{
    return QColor::fromRgb(value);
}

double toSrgb(double linear)
{
    const double c = std::clamp(linear, 0.0, 1.0);
    return c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
}

double toLinear(double srgb)
{
    return srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4);
}

/// OKLCH, in which equal lightness looks equally light for every hue (Ottosson 2020, as in CSS Color 4).
QColor oklch(double lightness, double chroma, double degrees)
{
    const double angle = degrees * std::numbers::pi / 180;
    const double a = chroma * std::cos(angle);
    const double b = chroma * std::sin(angle);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return QColor::fromRgbF(float(toSrgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
                            float(toSrgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
                            float(toSrgb(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)));
}

double luminance(const QColor& color)
{
    return 0.2126 * toLinear(color.redF()) + 0.7152 * toLinear(color.greenF()) + 0.0722 * toLinear(color.blueF());
}

} // namespace

Theme Theme::light()
{
    Theme t;
    t.ground = rgb(0xf5f4f0);
    t.surface = rgb(0xfffefb);
    t.raised = rgb(0xffffff);
    t.hover = rgb(0xeae8e1);
    t.line = rgb(0xe4e1d9);
    t.edge = rgb(0xc6c2b7);
    t.text = rgb(0x1f1e1a);
    t.muted = rgb(0x65625a);
    t.accent = rgb(0x0b6e63);
    t.onAccent = rgb(0xffffff);
    t.accentSoft = rgb(0xdff0eb);
    t.accentText = rgb(0x085a51);
    t.bubble = rgb(0xe3e0d7);
    t.own = rgb(0xc8e7dc);
    t.link = rgb(0x0a5f8a);
    t.call = rgb(0xfade9a);
    t.callEdge = rgb(0xd08a12);
    t.callText = rgb(0x7a4a00);
    t.danger = rgb(0xb3261e);
    t.dangerSoft = rgb(0xfdebe9);
    t.warn = rgb(0x7a4b00);
    t.warnSoft = rgb(0xfdf1d7);
    t.good = rgb(0x2f9e6e);
    t.mark = rgb(0xf0b13c);
    t.selection = rgb(0xa9d8cd);
    return t;
}

Theme Theme::dark()
{
    Theme t;
    t.isDark = true;
    t.ground = rgb(0x151614);
    t.surface = rgb(0x1b1c1a);
    t.raised = rgb(0x242623);
    t.hover = rgb(0x262825);
    t.line = rgb(0x2f312d);
    t.edge = rgb(0x4a4d47);
    t.text = rgb(0xecebe5);
    t.muted = rgb(0xaeaca4);
    t.accent = rgb(0x57c5b3);
    t.onAccent = rgb(0x07231f);
    t.accentSoft = rgb(0x1d3a35);
    t.accentText = rgb(0x7ad6c6);
    t.bubble = rgb(0x30322e);
    t.own = rgb(0x1f433c);
    t.link = rgb(0x7cc4ee);
    t.call = rgb(0x3a3019);
    t.callEdge = rgb(0xd9a441);
    t.callText = rgb(0xf5cf87);
    t.danger = rgb(0xff9d94);
    t.dangerSoft = rgb(0x3c211f);
    t.warn = rgb(0xf2c46d);
    t.warnSoft = rgb(0x382d16);
    t.good = rgb(0x4cc38a);
    t.mark = rgb(0x6e4d10);
    t.selection = rgb(0x2d6b60);
    return t;
}

PersonColors personColors(const Theme& theme, int hue)
{
    constexpr int first = 10; // degrees
    constexpr int step = 30;
    const double degrees = first + step * hue;
    if (theme.isDark)
        return {oklch(0.36, 0.07, degrees), oklch(0.9, 0.06, degrees), oklch(0.8, 0.1, degrees)};
    return {oklch(0.9, 0.05, degrees), oklch(0.38, 0.1, degrees), oklch(0.46, 0.12, degrees)};
}

QPalette paletteFor(const Theme& theme)
{
    QPalette p;
    p.setColor(QPalette::Window, theme.ground);
    p.setColor(QPalette::WindowText, theme.text);
    p.setColor(QPalette::Base, theme.surface);
    p.setColor(QPalette::AlternateBase, theme.ground);
    p.setColor(QPalette::Text, theme.text);
    p.setColor(QPalette::PlaceholderText, theme.muted);
    p.setColor(QPalette::Button, theme.raised);
    p.setColor(QPalette::ButtonText, theme.text);
    p.setColor(QPalette::BrightText, theme.danger);
    p.setColor(QPalette::ToolTipBase, theme.raised);
    p.setColor(QPalette::ToolTipText, theme.text);
    p.setColor(QPalette::Highlight, theme.accent);
    p.setColor(QPalette::HighlightedText, theme.onAccent);
    p.setColor(QPalette::Link, theme.link);
    p.setColor(QPalette::LinkVisited, theme.link);
    p.setColor(QPalette::Light, theme.isDark ? theme.edge : theme.raised);
    p.setColor(QPalette::Midlight, theme.hover);
    p.setColor(QPalette::Mid, theme.edge);
    p.setColor(QPalette::Dark, theme.edge);
    p.setColor(QPalette::Shadow, theme.isDark ? rgb(0x000000) : theme.muted);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, theme.muted);
    p.setColor(QPalette::Disabled, QPalette::Highlight, theme.edge);
    return p;
}

double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace parlance::client
