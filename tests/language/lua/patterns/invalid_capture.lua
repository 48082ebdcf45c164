("a"):match "a)" -- expect error: invalid pattern capture
