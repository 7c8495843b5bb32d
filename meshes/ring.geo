// A ring about the z axis, its outer wall a surface of its own.
// gmsh -3 -nt 1 -format msh41 -bin -setnumber outer 10 -setnumber inner 9 -setnumber height 2 -setnumber edge 1 -o ring.msh ring.geo
SetFactory("OpenCASCADE");
DefineConstant[ outer = {10, Name "outer radius [um]"}, inner = {9, Name "inner radius [um]"}, height = {2, Name "height [um]"}, edge = {1, Name "edge length [um]"} ];
Cylinder(1) = {0, 0, 0, 0, 0, height, outer};
Cylinder(2) = {0, 0, 0, 0, 0, height, inner};
BooleanDifference(3) = { Volume{1}; Delete; }{ Volume{2}; Delete; };
walls() = {};
all() = Abs(Boundary{ Volume{3}; });
For i In {0 : #all() - 1}
  box() = BoundingBox Surface{all(i)};
  If (box(5) - box(2) > height / 2 && box(3) > (inner + outer) / 2)
    walls() += {all(i)};
  EndIf
EndFor
Physical Surface("wall", 1) = {walls()};
Physical Volume("ring", 2) = {3};
Mesh.MeshSizeMin = edge;
Mesh.MeshSizeMax = edge;
Mesh.Algorithm3D = 1;
Mesh.Optimize = 1;
Mesh.RandomSeed = 1;
