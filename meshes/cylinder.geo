// A cylinder about the z axis from z = low on; a coin when it is short.
// gmsh -3 -nt 1 -format msh41 -bin -setnumber diameter 2 -setnumber length 10 -setnumber edge 0.5 -o cylinder.msh cylinder.geo
SetFactory("OpenCASCADE");
DefineConstant[ diameter = {2, Name "diameter [um]"}, length = {10, Name "length [um]"}, low = {0, Name "lowest z [um]"}, edge = {0.5, Name "edge length [um]"} ];
Cylinder(1) = {0, 0, low, 0, 0, length, diameter / 2};
eps = 1e-3 * edge;
Physical Surface("end", 1) = Surface In BoundingBox {-diameter, -diameter, low - eps, diameter, diameter, low + eps};
Physical Surface("top", 2) = Surface In BoundingBox {-diameter, -diameter, low + length - eps, diameter, diameter, low + length + eps};
Physical Volume("cylinder", 3) = {1};
Mesh.MeshSizeMin = edge;
Mesh.MeshSizeMax = edge;
Mesh.Algorithm3D = 1;
Mesh.Optimize = 1;
Mesh.RandomSeed = 1;
