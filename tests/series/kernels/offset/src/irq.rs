//! The interrupt controllers, moved out of the way of the exceptions, and the lines that the kernels listen to.

use pic8259::ChainedPics;
use spin::Mutex;
use x86_64::{
    instructions::{interrupts, port::Port},
    structures::idt::{InterruptDescriptorTable, InterruptStackFrame},
};

pub const TIMER: u8 = 32;
pub const KEYBOARD: u8 = 33;

const TIMER_LINE: u8 = 1 << 0;
const KEYBOARD_LINE: u8 = 1 << 1;

// SAFETY: vectors 32 to 47 are nobody else's.
static PICS: Mutex<ChainedPics> = Mutex::new(unsafe { ChainedPics::new(TIMER, TIMER + 8) });

/// Adds the handlers of both lines to a table that is not yet loaded.
pub fn listen(idt: &mut InterruptDescriptorTable) {
    idt[TIMER].set_handler_fn(timer);
    idt[KEYBOARD].set_handler_fn(keyboard);
}

/// Moves the vectors and opens the processor for the timer; the table must be loaded.
pub fn open() {
    // SAFETY: `listen` has put a handler behind the one vector that can come.
    unsafe {
        let mut pics = PICS.lock();
        pics.initialize();
        pics.write_masks(!TIMER_LINE, !0);
    }
    interrupts::enable();
}

/// Lets the keyboard through as well.
pub fn open_keyboard() {
    // SAFETY: `listen` has put handlers behind both vectors.
    interrupts::without_interrupts(|| unsafe {
        PICS.lock().write_masks(!(TIMER_LINE | KEYBOARD_LINE), !0);
    });
}

extern "x86-interrupt" fn timer(_: InterruptStackFrame) {
    crate::input::tick();
    end(TIMER);
}

extern "x86-interrupt" fn keyboard(_: InterruptStackFrame) {
    // SAFETY: the controller has announced a byte.
    let code = unsafe { Port::<u8>::new(0x60).read() };
    crate::input::scan_code(code);
    end(KEYBOARD);
}

fn end(vector: u8) {
    // SAFETY: it is this vector that is being served.
    unsafe { PICS.lock().notify_end_of_interrupt(vector) };
}
