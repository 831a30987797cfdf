#include "store/store.h"

namespace arasha::store {

Result<void> Store::write(const Work& work) {
  const Work nothing = [](Transaction&) -> Result<void> { return {}; };
  return std::move(write_all({&work}, nothing).front());
}

}  // namespace arasha::store
