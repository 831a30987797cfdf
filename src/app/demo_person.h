// Who the people of the example cases are. Pure, and the same for the same random numbers.
#pragma once

#include <random>

#include "app/demo_course.h"

namespace arasha::app {

DemoPerson demo_person(std::mt19937& random);
// `begin`: the day of the first contact.
void demo_age(std::mt19937& random, const DemoPerson& person, Date begin, Identity& out);
void demo_document(std::mt19937& random, const DemoPerson& person, Date day, Identity& out);

}  // namespace arasha::app
