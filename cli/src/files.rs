//! Files: reading with a limit, writing whole or not at all.

use crate::failure::Failure;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

/// Largest file or standard input that is read, in bytes.
pub(crate) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = if path.as_os_str() == "-" {
        limited(io::stdin().lock())
    } else {
        read_file(path)
    };
    bytes.map_err(Failure::read(path))
}

/// Reads a file.
pub(crate) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    limited(fs::File::open(path)?)
}

fn limited(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "larger than 64 MiB",
        ));
    }
    Ok(bytes)
}

/// Writes a file piece by piece through a temporary one beside it, creating folders as needed.
pub(crate) fn write(
    path: &Path,
    contents: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let put = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut whole = io::BufWriter::new(temporary(folder)?);
        contents(&mut whole)?;
        let whole = whole.into_inner().map_err(io::IntoInnerError::into_error)?;
        whole.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    put().map_err(Failure::write(path))
}

/// A temporary file that gets the permissions of any other new file, not those of a secret.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
