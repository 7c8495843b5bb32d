// A ball about the origin, finer towards its centre when centre < edge.
// gmsh -3 -nt 1 -format msh41 -bin -setnumber radius 5 -setnumber edge 1 -setnumber centre 1 -o sphere.msh sphere.geo
SetFactory("OpenCASCADE");
DefineConstant[ radius = {5, Name "radius [um]"}, edge = {1, Name "edge length [um]"}, centre = {edge, Name "edge length at the centre [um]"} ];
Sphere(1) = {0, 0, 0, radius};
Physical Surface("surface", 1) = Surface{:};
Physical Volume("ball", 2) = {1};
Field[1] = MathEval;
Field[1].F = Sprintf("%g + %g * Sqrt(x^2 + y^2 + z^2)", centre, (edge - centre) / radius);
Background Field = 1;
Mesh.MeshSizeExtendFromBoundary = 0;
Mesh.MeshSizeMin = centre;
Mesh.MeshSizeMax = edge;
Mesh.Algorithm3D = 1;
Mesh.Optimize = 1;
Mesh.RandomSeed = 1;
