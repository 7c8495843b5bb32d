// A ball about the origin.
// gmsh -3 -nt 1 -format msh41 -bin -setnumber radius 5 -setnumber edge 1 -o sphere.msh sphere.geo
SetFactory("OpenCASCADE");
DefineConstant[ radius = {5, Name "radius [um]"}, edge = {1, Name "edge length [um]"} ];
Sphere(1) = {0, 0, 0, radius};
Physical Surface("surface", 1) = Surface{:};
Physical Volume("ball", 2) = {1};
Mesh.MeshSizeMin = edge;
Mesh.MeshSizeMax = edge;
Mesh.Algorithm3D = 1;
Mesh.Optimize = 1;
Mesh.RandomSeed = 1;
