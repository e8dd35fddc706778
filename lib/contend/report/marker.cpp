#include <contend/report/svg_chart.hpp>

#include <array>

namespace contend {

const char* marker_path(unsigned style) {
  static constexpr std::array<const char*, series_styles> shapes{
      "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",             // disc
      "M-3.6,-3.6h7.2v7.2h-7.2z",                        // square
      "M0,-4.6L4.4,3.4H-4.4z",                           // triangle
      "M0,-5L5,0L0,5L-5,0z",                             // diamond
      "M0,4.6L4.4,-3.4H-4.4z",                           // triangle down
      "M-1.6,-4.6h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z",  // plus
      "M0,-4.8L4.6,-1.5L2.8,3.9H-2.8L-4.6,-1.5z",        // pentagon
      "M0,-5.2L1.5,-1.6L5,-1.6L2.2,0.8L3.2,4.6L0,2.4L-3.2,4.6L-2.2,0.8L-5,-1.6L-1.5,-1.6z",  // star
  };
  if (style == ceiling_style) return "M-7,-0.8h5v1.6h-5zM2,-0.8h5v1.6h-5z";  // a dashed line
  return shapes[style % series_styles];
}

}  // namespace contend
