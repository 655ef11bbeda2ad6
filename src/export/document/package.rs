//! Files in a ZIP archive, as DOCX and ODT are: the same files give the same bytes.

use std::io::{Cursor, Write};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A shorter file stays as it is: to set up a compressor takes more time than all else of a document of one reference.
const SHORT: usize = 2048;

/// A file of the archive.
pub struct Part {
    /// Its path in the archive.
    pub path: &'static str,
    /// What it holds.
    pub text: String,
    /// Whether it is compressed: the media type of ODT has to be found at its place.
    pub method: CompressionMethod,
}

impl Part {
    /// A file, compressed unless it is short.
    pub fn new(path: &'static str, text: String) -> Self {
        let method = if text.len() < SHORT { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        Self { path, text, method }
    }
}

/// The archive of these files, in this order.
pub fn package(parts: &[Part]) -> Vec<u8> {
    // Writing to memory fails for lack of memory only, and that ends a program.
    written(parts).unwrap_or_default()
}

fn written(parts: &[Part]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        let options = SimpleFileOptions::default()
            .compression_method(part.method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        archive.start_file(part.path, options)?;
        archive.write_all(part.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
