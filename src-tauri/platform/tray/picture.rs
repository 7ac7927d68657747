//! The picture of the tray.

/// How wide and high it is, in points.
pub(super) const SIDE: i32 = 22;

/// A key in one colour, with a dot where something is urgent: alpha, red, green, blue for each point, row by row.
pub(super) fn points(urgent: bool) -> impl Iterator<Item = [u8; 4]> {
    (0..SIDE).flat_map(move |y| (0..SIDE).map(move |x| point(x, y, urgent)))
}

fn point(x: i32, y: i32, urgent: bool) -> [u8; 4] {
    let from = |cx: i32, cy: i32| (x - cx).pow(2) + (y - cy).pow(2);
    let ring = (9..=30).contains(&from(8, 8));
    // The shaft runs down to the right, with two teeth.
    let shaft = (x - y).abs() <= 1 && (12..=19).contains(&x);
    let teeth = (x + 2 == y + 6 || x + 2 == y + 5) && [15, 16, 18, 19].contains(&x);
    let dot = urgent && from(17, 4) <= 12;
    match (dot, ring || shaft || teeth) {
        (true, _) => [0xff, 0xf4, 0x51, 0x4f],
        (false, true) => [0xff, 0xdd, 0xdd, 0xdd],
        (false, false) => [0; 4],
    }
}
