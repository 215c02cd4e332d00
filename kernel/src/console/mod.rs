//! Where text goes: to the screen, to the serial port, or to both.

use crate::devices::uart_16550;
pub use crate::devices::vga_text::Colour;
use crate::devices::vga_text::Screen;
use crate::sync::SpinLock;
use core::fmt::{self, Write};

struct Console {
    screen: Screen,
    to_vga: bool,
    to_serial: bool,
}

static CONSOLE: SpinLock<Console> =
    SpinLock::new(Console { screen: Screen::new(), to_vga: true, to_serial: true });

impl Write for Console {
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

/// Sets up the serial port and the screen. `echo` is a list such as `vga,serial`.
pub fn init(echo: Option<&str>) {
    uart_16550::init();
    let mut console = CONSOLE.lock();
    console.screen.clear();
    if let Some(echo) = echo {
        console.to_vga = echo.split(',').any(|place| place == "vga");
        console.to_serial = echo.split(',').any(|place| place == "serial");
    }
}

/// Prints in the usual colour.
pub fn print(text: fmt::Arguments) {
    print_in(Colour::LightGrey, text);
}

/// Prints in a colour; interrupts are off meanwhile, so that handlers may print too.
pub fn print_in(colour: Colour, text: fmt::Arguments) {
    CONSOLE.with_interrupts_off(|console| {
        let before = console.screen.set_colour(colour);
        // A Console never refuses; an error can only come from a Display that gave up.
        let _ = console.write_fmt(text);
        console.screen.set_colour(before);
        if console.to_vga {
            console.screen.show_cursor();
        }
    });
}

/// A line from an exception handler or a panic, which may have interrupted a print.
pub fn print_line(colour: Colour, text: fmt::Arguments) {
    if CONSOLE.try_lock().is_none() {
        // SAFETY: the holder was interrupted by an exception of its own making, so it will
        // not run again.
        unsafe { CONSOLE.force_open() };
    }
    print_in(colour, format_args!("{text}\n"));
}

/// Prints text.
#[macro_export]
macro_rules! print {
    ($($text:tt)*) => { $crate::console::print(format_args!($($text)*)) };
}

/// Prints text and a line feed.
#[macro_export]
macro_rules! println {
    () => { $crate::print!("\n") };
    ($($text:tt)*) => { $crate::console::print(format_args!("{}\n", format_args!($($text)*))) };
}
