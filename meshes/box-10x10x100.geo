// A box of 10 x 10 x 100 um. Tets by edge length: 1.70 um 10,715; 0.775 um 101,972; 0.455 um 487,406 (Gmsh 4.8.4).
// gmsh -3 -nt 1 -format msh41 -bin -setnumber edge 0.455 -o box.msh box-10x10x100.geo
SetFactory("OpenCASCADE");
DefineConstant[ edge = {1.70, Name "edge length [um]"} ];
Box(1) = {0, 0, 0, 10, 10, 100};
Physical Surface("memb", 1) = Surface{:};
Physical Volume("comp1", 2) = {1};
Mesh.MeshSizeMin = edge;
Mesh.MeshSizeMax = edge;
Mesh.Algorithm3D = 1;
Mesh.Optimize = 1;
Mesh.RandomSeed = 1;
