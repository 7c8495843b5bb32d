// A closed box along x whose first part, 0 <= x <= slab, is a volume of its own: there the ions are released.
// gmsh -3 -nt 1 -format msh41 -bin -setnumber edge 2 -o diffbox.msh diffbox.geo
SetFactory("OpenCASCADE");
DefineConstant[ length = {100, Name "length [um]"}, width = {10, Name "width [um]"}, slab = {10, Name "slab [um]"}, edge = {2, Name "edge length [um]"} ];
Box(1) = {0, 0, 0, slab, width, width};
Box(2) = {slab, 0, 0, length - slab, width, width};
Coherence;
Physical Volume("slab", 1) = {1};
Physical Volume("rest", 2) = {2};
Physical Volume("tissue", 3) = {1, 2};
Mesh.MeshSizeMin = edge;
Mesh.MeshSizeMax = edge;
Mesh.Algorithm3D = 1;
Mesh.Optimize = 1;
Mesh.RandomSeed = 1;
