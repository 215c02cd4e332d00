//! The prompt: reads a line, runs the command it names, and asks again.

mod arguments;
mod command;
mod commands;
mod line_editor;
mod raise;

pub use raise::overflow_stack;

use crate::boot::command_line::CommandLine;
use crate::console::{self, Colour};
use crate::println;
use crate::task::{self, Executor, input};
use line_editor::LineEditor;

/// What every boot begins with.
pub fn print_banner() {
    console::print_in(Colour::Yellow, format_args!("Ringside kernel"));
    println!(" {}", env!("CARGO_PKG_VERSION"));
}

fn print_prompt() {
    console::print_in(Colour::LightGreen, format_args!("ring0> "));
}

/// The prompt for ever: as a task of an executor, or with `exec=poll` without any.
pub fn run(command_line: &CommandLine) -> ! {
    println!("type help for the commands, list for the scenarios");
    if command_line.value("exec") == Some("poll") {
        converse_without_tasks()
    }
    let executor = Executor::named(command_line.value("exec")).unwrap_or(Executor::Waker);
    task::spawn("shell", converse());
    executor.run()
}

async fn converse() {
    let mut editor = LineEditor::new();
    loop {
        print_prompt();
        while !editor.accept(input::next_byte().await) {}
        command::execute(editor.line());
        editor.clear();
    }
}

fn converse_without_tasks() -> ! {
    let mut editor = LineEditor::new();
    loop {
        print_prompt();
        while !editor.accept(input::wait_for_byte()) {}
        command::execute(editor.line());
        editor.clear();
    }
}
