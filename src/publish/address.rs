//! Where a site on a branch will stand, as far as the address of the remote tells.
//!
//! GitHub serves a branch at an address made of the names of owner and repository. GitLab publishes what a pipeline makes, and
//! others have rules of their own: there the author says it.

/// Whether a remote is at GitHub.
pub fn is_github(remote: &str) -> bool {
    parts(remote).is_some_and(|(host, _)| is_github_host(&host))
}

/// The address of the site of a remote; none where that cannot be known.
pub fn of_remote(remote: &str) -> Option<String> {
    let (_, path) = parts(remote).filter(|(host, _)| is_github_host(host))?;
    let (owner, name) = path.split_once('/')?;
    let plain = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    if !plain(owner) || !plain(name) {
        return None;
    }
    let site = format!("{}.github.io", owner.to_ascii_lowercase());
    match name.eq_ignore_ascii_case(&site) {
        true => Some(format!("https://{site}/")),
        false => Some(format!("https://{site}/{name}/")),
    }
}

/// The address by which anybody reads what is at this remote, without the names and passwords in it: that of a remote
/// at `https:`, and of any at GitHub. Nothing else is guessed, and no address that a shell would read more into.
pub fn readable(remote: &str) -> Option<String> {
    let (host, path) = parts(remote)?;
    let is_open = remote.starts_with("https://") || is_github_host(&host);
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./~".contains(&byte));
    (is_open && host.contains('.') && plain(&host) && !path.is_empty() && plain(&path))
        .then(|| format!("https://{host}/{path}"))
}

fn is_github_host(host: &str) -> bool {
    ["github.com", "www.github.com", "ssh.github.com"].contains(&host)
}

/// Host and path of an address as git has them: `https://user@host:port/path`, `user@host:path`. The path is without
/// slashes around it and without `.git`.
fn parts(remote: &str) -> Option<(String, String)> {
    let (place, path) = match remote.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?,
        // Of `C:\reviews` and `./a:b` the part before the colon is no host.
        None => remote.split_once(':').filter(|(place, _)| place.len() > 1 && !place.contains(['/', '\\']))?,
    };
    let host = place.rsplit('@').next()?.split(':').next()?;
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    Some((host.to_ascii_lowercase(), path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn github_serves_a_branch_at_the_names_of_owner_and_repository() {
        for (remote, address) in [
            ("git@github.com:Ann/Review.git", "https://ann.github.io/Review/"),
            ("https://github.com/ann/review", "https://ann.github.io/review/"),
            ("https://ann:s3cret@github.com/ann/review.git/", "https://ann.github.io/review/"),
            ("ssh://git@github.com/ann/review.git", "https://ann.github.io/review/"),
            ("ssh://git@ssh.github.com:443/ann/my.review.git", "https://ann.github.io/my.review/"),
            ("git@GitHub.com:/ann/ann.github.io", "https://ann.github.io/"),
            ("https://github.com/Ann/ann.GitHub.io.git", "https://ann.github.io/"),
        ] {
            assert_eq!(of_remote(remote).as_deref(), Some(address), "{remote}");
            assert!(is_github(remote));
        }
    }

    #[test]
    fn a_repository_is_read_by_anybody_without_a_password_in_its_address() {
        for (remote, address) in [
            ("git@github.com:Ann/Review.git", "https://github.com/Ann/Review"),
            ("ssh://git@github.com/ann/review.git", "https://github.com/ann/review"),
            ("https://ann:s3cret@gitlab.com/group/ann/review.git/", "https://gitlab.com/group/ann/review"),
        ] {
            assert_eq!(readable(remote).as_deref(), Some(address), "{remote}");
        }
        for remote in [
            "git@gitlab.lab.example:ann/review.git",
            "http://example.org/ann/review.git",
            "https://localhost/ann/review.git",
            "https://example.org/ann/re'view; rm -rf ~",
            "https://example.org/",
            "file:///srv/review.git",
            "/srv/review.git",
            "",
        ] {
            assert_eq!(readable(remote), None, "{remote}");
        }
    }

    #[test]
    fn no_address_is_guessed() {
        for remote in [
            "git@gitlab.com:ann/review.git",
            "https://example.org/ann/review.git",
            "/srv/git/my reviews.git",
            "../review.git",
            "file:///srv/review.git",
            "C:\\reviews\\review.git",
            "git@github.com:review.git",
            "https://github.com/ann/re view",
            "https://github.com/ann/review/wiki",
            "https://evil.org/github.com/ann/review",
            "https://github.com@evil.org/ann/review",
            "",
        ] {
            assert_eq!(of_remote(remote), None, "{remote}");
        }
    }
}
