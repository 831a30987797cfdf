// Services of the example cases, of the pack of Kazakhstan. Pure, and the same for the same random numbers.
#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>

#include "arasha/entries.pb.h"
#include "base/time.h"

namespace arasha::app {

struct DemoServiceOf {
  Date day;
  int days_here = 1;      // since the first contact
  bool by_state = false;  // the state has identified the person, and pays
};

// `given_until`: by item, the last day for which it was given; nothing is paid twice. Null where this would be.
std::shared_ptr<ServiceGiven> demo_service(std::mt19937& random, const DemoServiceOf& of, std::map<std::string, std::string>& given_until);

}  // namespace arasha::app
