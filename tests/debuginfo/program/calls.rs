//! Calls of every kind, one in the other: plain, generic, through a closure, a method, and inlined ones.

use crate::values::{self, Command, Point, Shape};
use alloc::{string::String, vec, vec::Vec};
use core::hint::black_box;

#[inline(never)]
pub fn descend(point: &Point, depth: usize) -> ! {
    let label = String::from("descending");
    let sizes: Vec<u32> = vec![depth as u32, 2, 3];
    let maybe = if depth > 3 { Some(depth as u8) } else { None };
    let total = generic(*point, sizes.len() as u64);
    black_box((&label, &sizes, &maybe, total));
    crate::runtime::exit(0)
}

#[inline(never)]
fn generic<T: Into<Wide>>(value: T, factor: u64) -> u64 {
    let wide: Wide = value.into();
    let add = |extra: u64| -> u64 { black_box(wide.sum(factor) + extra) };
    black_box(add(1))
}

pub struct Wide {
    pub left: i64,
    pub right: i64,
}

impl From<Point> for Wide {
    fn from(point: Point) -> Self {
        Wide { left: point.x as i64, right: point.y as i64 }
    }
}

impl Wide {
    #[inline(never)]
    fn sum(&self, factor: u64) -> u64 {
        let shape = black_box(Shape::Rectangle(11, 12));
        let command = black_box(Command::Say(String::from("sum")));
        let result = twice(self.left + self.right) + factor as i64;
        black_box((&shape, &command));
        result as u64
    }
}

#[inline(always)]
fn twice(value: i64) -> i64 {
    let doubled = value * 2;
    checked(doubled)
}

#[inline(always)]
fn checked(value: i64) -> i64 {
    // The bottom: from here the program gives itself away.
    crate::runtime::checkpoint();
    value + values::touch() as i64
}
