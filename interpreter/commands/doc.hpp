#pragma once

namespace nilgrad::interpreter {

/// nilgrad doc [name]: help on a public name; without one, on ng itself.
int doc_command(int argc, char** argv);

}  // namespace nilgrad::interpreter
