// A table of the standard for somebody outside: what the command asks and says.
#pragma once

#include "app/commands.h"
#include "casework/consent/handing_over.h"

namespace arasha::app {

// `invalid_input` for a purpose that no consent has, for a recipient without a name, and for a format that
// needs neither.
Result<void> check_recipient(const ExportArguments& arguments);

// How many cases were left out, and why; how many go out in part.
void say(Terminal& terminal, const casework::HandingOver& handing);

}  // namespace arasha::app
