// Flags on the example cases. Pure, and the same for the same random numbers.
#pragma once

#include <memory>
#include <random>

#include "arasha/lists.pb.h"
#include "base/time.h"

namespace arasha::app {

std::shared_ptr<CaseFlag> demo_flag(std::mt19937& random, Date day);

}  // namespace arasha::app
