// A string that was built at run time cannot be logged.
#include <string>

#include "base/event.h"

void log_something(const std::string& name);

void log_something(const std::string& name) {
#ifdef MUST_NOT_COMPILE
  arasha::log_event(arasha::Level::info, "opened", {{"name", name}});
#else
  arasha::log_event(arasha::Level::info, "opened", {{"length", name.size()}, {"kind", "case"}});
#endif
}
