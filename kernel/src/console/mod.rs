//! Where text goes: to the screen, to the serial port, or to both.

use crate::devices::uart_16550;
pub use crate::devices::vga_text::Colour;
use crate::devices::vga_text::Screen;
use crate::sync::SpinLock;
use core::cell::LazyCell;
use core::fmt::{self, Write};
use core::sync::atomic::{AtomicBool, Ordering};

struct Writer {
    screen: Screen,
    to_vga: bool,
    to_serial: bool,
}

/// The only writer, made at its first use: the value of a static is computed by the compiler,
/// and a compiler writes to no port.
static WRITER_LOCK: SpinLock<LazyCell<Writer>> = SpinLock::new(LazyCell::new(Writer::open));

/// Whether interrupts are taken while somebody prints.
static IS_INTERRUPTIBLE: AtomicBool = AtomicBool::new(false);

impl Writer {
    /// Sets up the serial port and the screen.
    fn open() -> Writer {
        uart_16550::init();
        let mut screen = Screen::new();
        screen.clear();
        Writer { screen, to_vga: true, to_serial: true }
    }

    fn print(&mut self, colour: Colour, text: fmt::Arguments) {
        let before = self.screen.set_colour(colour);
        // A writer never refuses; an error can only come from a Display that gave up.
        let _ = self.write_fmt(text);
        self.screen.set_colour(before);
        if self.to_vga {
            self.screen.show_cursor();
        }
    }
}

impl Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            if self.to_serial {
                uart_16550::send(byte);
            }
            if self.to_vga {
                self.screen.put(byte);
            }
        }
        Ok(())
    }
}

/// Where text goes if nobody says otherwise.
pub const EVERYWHERE: &str = "vga,serial";

/// Chooses where text goes, by a list such as `vga,serial`.
pub fn echo_to(places: &str) {
    WRITER_LOCK.with_interrupts_off(|writer| {
        let writer = LazyCell::force_mut(writer);
        writer.to_vga = places.split(',').any(|place| place == "vga");
        writer.to_serial = places.split(',').any(|place| place == "serial");
    });
}

/// Whether interrupts may come while somebody prints, to see what becomes of a handler that prints
/// too.
pub fn set_interruptible(is_interruptible: bool) {
    IS_INTERRUPTIBLE.store(is_interruptible, Ordering::Relaxed);
}

/// Does something while nobody can print.
pub fn while_locked(action: impl FnOnce()) {
    let _writer = WRITER_LOCK.lock();
    action();
}

/// What `print!` and `println!` call. Never inlined, so that a trace names it.
#[doc(hidden)]
#[inline(never)]
pub fn _print(text: fmt::Arguments) {
    print_in(Colour::LightGrey, text);
}

/// Prints in a colour; interrupts are off meanwhile, so that handlers may print too.
pub fn print_in(colour: Colour, text: fmt::Arguments) {
    if IS_INTERRUPTIBLE.load(Ordering::Relaxed) {
        LazyCell::force_mut(&mut WRITER_LOCK.lock()).print(colour, text);
    } else {
        WRITER_LOCK.with_interrupts_off(|writer| LazyCell::force_mut(writer).print(colour, text));
    }
}

/// The row of the screen that is written to.
pub fn row() -> usize {
    WRITER_LOCK.with_interrupts_off(|writer| LazyCell::force_mut(writer).screen.row())
}

/// Prints a text in a row of its own, and looks at that row before anybody else can print.
pub fn print_and_look<R>(text: &str, look: impl FnOnce(usize) -> R) -> R {
    WRITER_LOCK.with_interrupts_off(|writer| {
        let writer = LazyCell::force_mut(writer);
        writer.print(Colour::LightGrey, format_args!("\n{text}\n"));
        look(writer.screen.row() - 1)
    })
}

/// A line from an exception handler or a panic, which may have interrupted a print.
pub fn print_line(colour: Colour, text: fmt::Arguments) {
    if WRITER_LOCK.try_lock().is_none() {
        // SAFETY: the holder was interrupted by an exception of its own making, so it will
        // not run again.
        unsafe { WRITER_LOCK.force_open() };
    }
    print_in(colour, format_args!("{text}\n"));
}

/// Prints text.
#[macro_export]
macro_rules! print {
    ($($text:tt)*) => { $crate::console::_print(format_args!($($text)*)) };
}

/// Prints text and a line feed.
#[macro_export]
macro_rules! println {
    () => { $crate::print!("\n") };
    ($($text:tt)*) => { $crate::console::_print(format_args!("{}\n", format_args!($($text)*))) };
}
