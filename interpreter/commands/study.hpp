#pragma once

namespace nilgrad::interpreter {

/// `nilgrad study list|show|best|trials|export|import|plot|report|watch|delete STORAGE …`: looks at the studies of a
/// storage.
int study_command(int argc, char** argv);

}  // namespace nilgrad::interpreter
