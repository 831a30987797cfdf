// Stay, proceedings and claims of the example cases. Pure, and the same for the same random numbers.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "arasha/entries.pb.h"
#include "arasha/legal.pb.h"
#include "base/time.h"

namespace arasha::app {

// A few want asylum, children more often.
std::shared_ptr<LegalStatus> demo_stay(std::mt19937& random, Date day, bool minor);
// A step with its outcome; sometimes also a claim, or a proceeding with a hearing.
std::vector<std::shared_ptr<google::protobuf::Message>> demo_law(std::mt19937& random, Date day, const std::string& outcome);

}  // namespace arasha::app
