// A key cannot be a field of a log event.
#include "base/event.h"
#include "crypto/secret.h"

void log_key(const arasha::crypto::Key& key);

void log_key(const arasha::crypto::Key& key) {
#ifdef MUST_NOT_COMPILE
  arasha::log_event(arasha::Level::info, "opened", {{"key", key}});
#else
  arasha::log_event(arasha::Level::info, "opened",
                    {{"size", key.use([](auto bytes) { return bytes.size(); })}});
#endif
}
