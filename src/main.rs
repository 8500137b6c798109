//! Arguments in, exit code out.
fn main() {
    std::process::exit(tungnha::cli::run());
}
