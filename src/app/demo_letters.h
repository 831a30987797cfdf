// The letterhead of the example organisation, and papers that were made of its cases. Pure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "arasha/letters.pb.h"
#include "base/time.h"

namespace arasha::app {

// Settings and their values.
std::vector<std::pair<std::string, std::string>> demo_letterheads();

// The plan, printed for signature after it was approved.
std::shared_ptr<PaperMade> demo_plan_paper(Date day);

}  // namespace arasha::app
