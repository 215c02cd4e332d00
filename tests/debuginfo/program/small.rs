//! As little as holds one of each: for damaging thousands of times.

#![no_std]
#![no_main]

pub enum Choice<'a> {
    Number(u32),
    Text(&'a str),
    Nothing,
}

pub struct Pair {
    pub left: u8,
    pub right: [u16; 3],
}

#[unsafe(no_mangle)]
pub static CHOICE: Choice = Choice::Text("niche");
#[unsafe(no_mangle)]
pub static MAYBE: Option<&Pair> = Some(&Pair { left: 1, right: [2, 3, 4] });

#[unsafe(no_mangle)]
extern "C" fn _start() -> ! {
    let pair = Pair { left: 5, right: [6, 7, 8] };
    outer(&pair, &CHOICE);
    loop {}
}

#[inline(never)]
fn outer(pair: &Pair, choice: &Choice) -> u32 {
    let width = match choice {
        Choice::Number(number) => *number,
        Choice::Text(text) => text.len() as u32,
        Choice::Nothing => 0,
    };
    inner(pair) + width + u32::from(MAYBE.is_some())
}

#[inline(always)]
fn inner(pair: &Pair) -> u32 {
    let sum = u32::from(pair.left) + u32::from(pair.right[0]);
    core::hint::black_box(sum)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

/// The compiler's own library was built to unwind; this program never does.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
