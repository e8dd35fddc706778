#include <contend/driver/commands.hpp>
namespace contend::driver {
int doctor(const catalog&, const doctor_options&) { return 0; }
}  // namespace contend::driver
