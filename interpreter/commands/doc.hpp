#pragma once

namespace nilgrad::interpreter {

/// nilgrad doc NAME: help on a public name. nilgrad doc [--out DIR]: the manual in HTML. nilgrad doc --luacats [DIR]:
/// annotations by which editors complete and check scripts.
int doc_command(int argc, char** argv);

}  // namespace nilgrad::interpreter
