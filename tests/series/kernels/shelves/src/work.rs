//! The same requests for every allocator, so that what they make of them can be compared.

use crate::say;
use alloc::{boxed::Box, collections::BTreeMap, rc::Rc, string::String, vec::Vec};
use core::hint::black_box;

const MANY: usize = 10_500;

pub struct Crate {
    pub weight: u64,
    pub label: [u8; 24],
}

pub fn work() {
    say!("first");
    let three: [Box<Crate>; 3] =
        core::array::from_fn(|number| Box::new(Crate { weight: number as u64, label: [0; 24] }));
    let [a, b, c] = black_box(three);
    say!("three");
    drop(a);
    drop(c);
    drop(b);
    say!("dropped");

    let shared = Rc::new(String::from("ring zero"));
    let mut names = BTreeMap::new();
    for number in 0..20_u32 {
        names.insert(number, Rc::clone(&shared));
    }
    let mut numbers = Vec::new();
    for number in 0..100_u16 {
        numbers.push(number);
    }
    black_box((&names, &numbers));
    say!("collections");

    let mut many: Vec<Option<Box<[u8; 40]>>> = Vec::with_capacity(MANY);
    for _ in 0..MANY {
        many.push(Some(Box::new([7; 40])));
    }
    say!("many");
    // Every third one goes, from the end to the beginning.
    for one in many.iter_mut().rev().step_by(3) {
        *one = None;
    }
    say!("holes");
    let asked = Vec::<u8>::new().try_reserve_exact(200_000).is_ok();
    black_box(&many);
    say!("asked {asked}");
}
