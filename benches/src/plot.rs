//! Line charts as SVG, both scales logarithmic: a straight line that climbs one decade a decade is cost in proportion.
//!
//! Colours follow the reader's preference for light or dark, and lines are told apart by their marks as well.

use std::fmt::Write;

/// A chart.
#[derive(Debug)]
pub struct Chart<'c> {
    /// What it shows.
    pub title: &'c str,
    /// What is counted along the bottom.
    pub across: &'c str,
    /// What is counted up the side.
    pub up: &'c str,
    /// The lines.
    pub lines: Vec<Line<'c>>,
}

/// A line of a chart.
#[derive(Debug)]
pub struct Line<'c> {
    /// What it stands for.
    pub name: &'c str,
    /// Its points, all above 0, from left to right.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
/// The plot's own edges within the picture: room for the scales, the title and the names at the lines' ends.
const LEFT: f64 = 70.0;
const RIGHT: f64 = 480.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 300.0;

/// How far numbers along the bottom have to be apart to be read.
const APART: f64 = 32.0;

const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-size:15px;font-weight:600}\
.grid{stroke:#d1d9e0}.line{fill:none;stroke-width:2}.a{stroke:#0b63c5}.b{stroke:#b3450b}.mark.a{fill:#0b63c5}\
.mark.b{fill:#b3450b}text.a,text.b{stroke:none}text.a{fill:#0b63c5}text.b{fill:#b3450b}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#3d444d}.a{stroke:#6cb0ff}.b{stroke:#ffab70}\
.mark.a,text.a{fill:#6cb0ff}.mark.b,text.b{fill:#ffab70}}";

/// From values to places in the picture.
struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    fn place(&self, value: f64) -> f64 {
        let part = (value.ln() - self.from.ln()) / (self.to.ln() - self.from.ln()).max(f64::EPSILON);
        self.start + part * (self.end - self.start)
    }

    /// The powers of ten on it.
    fn decades(&self) -> impl Iterator<Item = f64> {
        let (mut next, to) = (self.from, self.to);
        std::iter::from_fn(move || {
            let this = next;
            next *= 10.0;
            (this <= to * 1.001).then_some(this)
        })
    }
}

impl Chart<'_> {
    /// The chart as the text of an SVG file.
    #[must_use]
    pub fn svg(&self) -> String {
        let points = || self.lines.iter().flat_map(|line| &line.points).copied();
        let (across, up): (Vec<f64>, Vec<f64>) = points().unzip();
        let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |values: &[f64]| values.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let decade = |value: f64| 10_f64.powf(value);
        let x = Scale { from: least(&across), to: most(&across), start: LEFT, end: RIGHT };
        let (from, to) = (decade(least(&up).log10().floor()), decade(most(&up).log10().ceil()));
        let y = Scale { from, to, start: BOTTOM, end: TOP };

        let mut ticks = across;
        ticks.sort_by(f64::total_cmp);
        ticks.dedup();
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\
             <title>{}</title><style>{STYLE}</style>\n<text class=\"title\" x=\"{LEFT}\" y=\"24\">{}</text>\n",
            self.title, self.title
        );
        for tick in y.decades() {
            let at = y.place(tick);
            line(&mut out, (LEFT, at), (RIGHT, at));
            text(&mut out, ("end", LEFT - 8.0, at + 4.0), "", &short(tick));
        }
        let mut taken = f64::NEG_INFINITY;
        for tick in ticks {
            let at = x.place(tick);
            if at - taken < APART {
                continue;
            }
            taken = at;
            line(&mut out, (at, TOP), (at, BOTTOM));
            text(&mut out, ("middle", at, BOTTOM + 18.0), "", &short(tick));
        }
        text(&mut out, ("middle", f64::midpoint(LEFT, RIGHT), BOTTOM + 42.0), "", self.across);
        text(&mut out, ("start", LEFT, TOP - 8.0), "", self.up);
        for (drawn, class) in self.lines.iter().zip(["a", "b"]) {
            let placed: Vec<(f64, f64)> = drawn.points.iter().map(|(a, b)| (x.place(*a), y.place(*b))).collect();
            curve(&mut out, &placed, class);
            if let Some((right, height)) = placed.last() {
                text(&mut out, ("start", right + 12.0, height + 4.0), class, drawn.name);
            }
        }
        out.push_str("</svg>\n");
        out
    }
}

// Writing to a `String` always succeeds.

fn line(out: &mut String, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let _ = writeln!(out, "<line class=\"grid\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>");
}

fn text(out: &mut String, (anchor, x, y): (&str, f64, f64), class: &str, words: &str) {
    let _ = writeln!(out, "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{words}</text>");
}

/// A line with marks: circles on the first, squares on the second.
fn curve(out: &mut String, placed: &[(f64, f64)], class: &str) {
    let points: Vec<String> = placed.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = writeln!(out, "<polyline class=\"line {class}\" points=\"{}\"/>", points.join(" "));
    for (x, y) in placed {
        let _ = if class == "a" {
            writeln!(out, "<circle class=\"mark {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>")
        } else {
            let (left, top) = (x - 4.0, y - 4.0);
            writeln!(out, "<rect class=\"mark {class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"8\" height=\"8\"/>")
        };
    }
}

/// A number with few characters: `64`, `10 k`, `1 M`.
fn short(value: f64) -> String {
    match value {
        v if v >= 1e9 => format!("{} G", (v / 1e8).round() / 10.0),
        v if v >= 1e6 => format!("{} M", (v / 1e5).round() / 10.0),
        v if v >= 1e3 => format!("{} k", (v / 1e2).round() / 10.0),
        v => format!("{}", v.round()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_as_much_is_one_decade_higher() {
        let line = Line { name: "judge", points: vec![(1.0, 100.0), (10.0, 1000.0)] };
        let svg = Chart { title: "Cost", across: "containers", up: "instructions", lines: vec![line] }.svg();
        assert!(svg.contains(&format!("points=\"{LEFT:.1},{BOTTOM:.1} {RIGHT:.1},{TOP:.1}\"")), "{svg}");
        assert!(svg.contains("prefers-color-scheme:dark") && svg.contains(">1 k</text>"));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([64.0, 3_300.0, 10_000.0, 2_500_000.0].map(short), ["64", "3.3 k", "10 k", "2.5 M"]);
    }
}
