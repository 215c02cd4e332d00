//! One static of each kind of type, filled at run time, and what `{:?}` prints for it.

use alloc::{
    boxed::Box,
    collections::VecDeque,
    rc::Rc,
    string::String,
    sync::Arc,
    vec,
    vec::Vec,
};
use core::{
    cell::Cell,
    fmt::Debug,
    marker::PhantomData,
    mem::MaybeUninit,
    num::{NonZeroU32, Wrapping},
    sync::atomic::{AtomicU32, Ordering},
};

#[derive(Debug, Clone, Copy)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

#[derive(Debug)]
pub struct Meters(pub f64);

#[derive(Debug)]
pub struct Nothing;

#[derive(Debug)]
pub struct Pair<A, B> {
    first: A,
    second: B,
}

#[derive(Debug)]
pub struct Tagged<T> {
    id: u64,
    mark: PhantomData<T>,
}

/// Its discriminant is a word of its own.
#[derive(Debug)]
pub enum Shape {
    Circle { radius: f64 },
    Rectangle(u32, u32),
    Empty,
}

/// Its discriminant hides in the capacity of the string.
#[derive(Debug)]
pub enum Command {
    Say(String),
    Stop,
    Go,
}

#[derive(Debug)]
#[repr(i8)]
pub enum Level {
    Low = -5,
    Middle = 0,
    High = 100,
}

pub trait Speak: Debug {
    fn speak(&self) -> u32;
}

#[derive(Debug)]
pub struct Dog {
    pub age: u8,
}

impl Speak for Dog {
    fn speak(&self) -> u32 {
        self.age as u32 + 1
    }
}

#[derive(Debug)]
pub struct List {
    value: u32,
    next: Option<Box<List>>,
}

macro_rules! values {
    ($($name:ident: $type:ty = $value:expr;)+) => {
        $(pub static mut $name: Option<$type> = None;)+

        /// Gives every static its value.
        pub fn fill() {
            // Nothing else runs, and nothing holds a reference.
            unsafe { $($name = Some($value);)+ }
        }

        /// One line for each static: its name, a tab, what Rust prints for it.
        pub fn print_all() {
            // As above.
            unsafe { $(crate::runtime::print_line(stringify!($name), &*(&raw const $name));)+ }
        }
    };
}

static NUMBER: u32 = 77;

/// What Rust prints of this does not say what is in it.
pub static mut GUARDED: MaybeUninit<Pair<u8, char>> =
    MaybeUninit::new(Pair { first: 3, second: 'g' });

fn wrapped_around() -> VecDeque<u8> {
    let mut ring = VecDeque::with_capacity(4);
    ring.extend([1, 2, 3, 4]);
    ring.pop_front();
    ring.pop_front();
    ring.push_back(5);
    ring
}

values! {
    SMALL: u8 = 200;
    NEGATIVE: i16 = -1234;
    WIDE: u128 = 0x0123_4567_89ab_cdef_0011_2233_4455_6677;
    WIDE_NEGATIVE: i128 = -170_141_183_460_469;
    TRUTH: bool = true;
    LETTER: char = 'ß';
    QUOTE: char = '\'';
    NEWLINE: char = '\n';
    HALF: f32 = 0.1;
    WHOLE: f64 = 3.0;
    TINY: f64 = 1.5e-7;
    HUGE: f32 = 1e20;
    POINT: Point = Point { x: 1, y: -2 };
    METERS: Meters = Meters(-2.5);
    NOTHING: Nothing = Nothing;
    PAIR: Pair<Point, Option<u8>> = Pair { first: Point { x: 7, y: 8 }, second: Some(9) };
    TUPLE: (u8, &'static str, (i32,)) = (1, "two", (-3,));
    ARRAY: [u16; 4] = [10, 20, 30, 40];
    GRID: [[u8; 2]; 3] = [[1, 2], [3, 4], [5, 6]];
    TEXT: &'static str = "tab\t quote\" backslash\\ ü";
    SLICE: &'static [i32] = &[-1, 0, 1];
    CIRCLE: Shape = Shape::Circle { radius: 1.25 };
    RECTANGLE: Shape = Shape::Rectangle(4, 5);
    EMPTY: Shape = Shape::Empty;
    SAY: Command = Command::Say(String::from("hello"));
    STOP: Command = Command::Stop;
    GO: Command = Command::Go;
    LOW: Level = Level::Low;
    MIDDLE: Level = Level::Middle;
    HIGH: Level = Level::High;
    REFERENCE: &'static u32 = &NUMBER;
    NO_REFERENCE: Option<&'static u32> = None;
    SOME_REFERENCE: Option<&'static u32> = Some(&NUMBER);
    NESTED: Option<Option<bool>> = Some(None);
    NON_ZERO: NonZeroU32 = NonZeroU32::new(12).unwrap();
    NO_NON_ZERO: Option<NonZeroU32> = None;
    OUTCOME: Result<Box<Point>, Level> = Ok(Box::new(Point { x: 5, y: 6 }));
    FAILURE: Result<Box<Point>, Level> = Err(Level::High);
    OWNED: String = String::from("owned text");
    NUMBERS: Vec<u32> = vec![1, 1, 2, 3, 5, 8];
    SHAPES: Vec<Shape> = vec![Shape::Empty, Shape::Rectangle(1, 2)];
    NO_NUMBERS: Vec<u64> = Vec::new();
    STRINGS: Vec<String> = vec![String::from("a"), String::new()];
    RING: VecDeque<u8> = wrapped_around();
    BOXED: Box<Pair<u8, char>> = Box::new(Pair { first: 1, second: 'z' });
    BOXED_SLICE: Box<[u16]> = vec![7, 8].into_boxed_slice();
    BOXED_STR: Box<str> = Box::from("boxed");
    CHAIN: List = List { value: 1, next: Some(Box::new(List { value: 2, next: None })) };
    SHARED: Rc<Point> = Rc::new(Point { x: 9, y: 9 });
    SHARED_ACROSS: Arc<String> = Arc::new(String::from("arc"));
    ANIMAL: Box<dyn Speak> = Box::new(Dog { age: 4 });
    COUNTER: AtomicU32 = AtomicU32::new(41);
    CELL: Cell<Point> = Cell::new(Point { x: 0, y: 1 });
    WRAPPING: Wrapping<u8> = Wrapping(250);
    TAGGED: Tagged<u8> = Tagged { id: 6, mark: PhantomData };
}

/// Uses what would otherwise be thrown away.
#[inline(never)]
pub fn touch() -> u32 {
    let levels = [Level::Low, Level::Middle, Level::High];
    let commands = [Command::Stop, Command::Go, Command::Say(String::new())];
    unsafe {
        let counter = &*(&raw const COUNTER);
        let animal = &*(&raw const ANIMAL);
        let guarded = (*core::hint::black_box(&raw mut GUARDED)).assume_init_ref();
        counter.as_ref().map_or(0, |counter| counter.fetch_add(1, Ordering::Relaxed))
            + animal.as_ref().map_or(0, |animal| animal.speak())
            + u32::from(guarded.first)
            + levels.len() as u32
            + commands.len() as u32
    }
}
