namespace Multiscale.Numerics;

/// <summary>
/// Coefficients of a stiffly accurate Rosenbrock method in the form free of matrix products (Hairer and Wanner, Solving ODEs II, IV.7):
/// (1/(h gamma) - J) U_i = f(t + c_i h, y + sum_j a_ij U_j) + sum_j (C_ij / h) U_j + h d_i df/dt.
/// The solution is the last stage's argument plus the last U, and the last U is the error estimate.
/// </summary>
/// <param name="Order">Order of the solution; the embedded one is one lower.</param>
/// <param name="A">Strictly lower rows a_ij.</param>
/// <param name="C">Strictly lower rows C_ij.</param>
public sealed record RosenbrockTableau(string Name, int Order, double Gamma, double[][] A, double[][] C, double[] Nodes, double[] TimeWeights)
{
    public int Stages => A.Length;

    /// <summary>The solution is y plus the sum of these times U; by default the last stage's argument plus the last U.</summary>
    public double[] Weights { get; init; } = A.Length == 0 ? [] : [.. A[^1], 1];

    /// <summary>The error estimate is the sum of these times U; by default the last U.</summary>
    public double[] ErrorWeights { get; init; } = [.. Enumerable.Repeat(0.0, A.Length - 1), 1];

    /// <summary>
    /// Dense output at the share s of a step: y0 (1-s) + s (y1 + (1-s) (c_0 + s (c_1 + s ...))), row k of weights of U for c_k; empty: linear.
    /// </summary>
    public double[][] Dense { get; init; } = [];

    /// <summary>
    /// Order 2(3), 3 stages, L-stable: the quickest at tolerances above 1e-3 (Shampine and Reichelt 1997, SIAM J Sci Comput 18:1).
    /// </summary>
    public static RosenbrockTableau Rosenbrock23 { get; } = Shampine();

    /// <summary>Order 3(2), 4 stages, L-stable: cheap at tolerances above 1e-4 (Sandu et al. 1997, Atmos Environ 31:3459).</summary>
    public static RosenbrockTableau Rodas3 { get; } = new("Rodas3", 3, 0.5,
        [[], [0], [2, 0], [2, 0, 1]],
        [[], [4], [1, -1], [1, -1, -8.0 / 3]],
        [0, 0, 1, 1], [0.5, 1.5, 0, 0]);

    /// <summary>Order 4(3), 6 stages, L-stable (Hairer and Wanner 1996, RODAS).</summary>
    public static RosenbrockTableau Rodas4 { get; } = new("Rodas4", 4, 0.25,
        [
            [],
            [1.544],
            [0.9466785280815826, 0.2557011698983284],
            [3.314825187068521, 2.896124015972201, 0.9986419139977817],
            [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950],
            [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1],
        ],
        [
            [],
            [-5.6688],
            [-2.430093356833875, -0.2063599157091915],
            [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
            [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160],
            [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
        ],
        [0, 0.386, 0.21, 0.63, 1, 1], [0.25, -0.1043, 0.1035, -0.0362, 0, 0])
    {
        Dense =
        [
            [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662],
            [-0.6762803392806898, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872],
        ],
    };

    /// <summary>Order 5(4), 8 stages, L-stable (Steinebach 2023, BIT 63:27).</summary>
    public static RosenbrockTableau Rodas5P { get; } = new("Rodas5P", 5, 0.21193756319429014,
        [
            [],
            [3],
            [2.849394379747939, 0.45842242204463923],
            [-6.954028509809101, 2.489845061869568, -10.358996098473584],
            [2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641],
            [-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946],
            [-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946, 1],
            [-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946, 1, 1],
        ],
        [
            [],
            [-14.155112264123755],
            [-17.97296035885952, -2.859693295451294],
            [147.12150275711716, -1.41221402718213, 71.68940251302358],
            [165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306],
            [24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471],
            [30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783, -19.097331116725623, -28.087943162872662],
            [37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047, -40.06618937091002, -54.66780262877968, -9.48861652309627],
        ],
        [0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664, 1, 1, 1],
        [0.21193756319429014, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734, 2.325825639765069, 0, 0, 0])
    {
        Dense =
        [
            [25.948786856663858, -2.5579724845846235, 10.433815404888879, -2.3679251022685204, 0.524948541321073, 1.1241088310450404, 0.4272876194431874, -0.17202221070155493],
            [-9.91568850695171, -0.9689944594115154, 3.0438037242978453, -24.495224566215796, 20.176138334709044, 15.98066361424651, -6.789040303419874, -6.710236069923372],
            [11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643, -52.072871366152654, -59.78993625266729, -0.15582684282751913, 4.883087185713722],
        ],
    };

    /// <summary>ode23s in the form free of matrix products: U = Gamma k, with Gamma the lower matrix of the k that J multiplies.</summary>
    private static RosenbrockTableau Shampine()
    {
        double d = 1 / (2 + Math.Sqrt(2)), e = 6 + Math.Sqrt(2);
        // Gamma = d [[1, 0, 0], [-1, 1, 0], [e - 2, -e, 1]], its inverse by hand.
        double[][] inverse = [[1 / d], [1 / d, 1 / d], [2 / d, e / d, 1 / d]];
        static double[] Times(double[] row, double[][] matrix) =>
            [.. Enumerable.Range(0, row.Length).Select(j => Enumerable.Range(j, row.Length - j).Sum(k => row[k] * matrix[k][j]))];
        double quadratic = 1 / (1 - 2 * d);
        return new("Rosenbrock23", 2, d, [[], Times([0.5], inverse), Times([0, 1], inverse)], [[], [-inverse[1][0]], [-inverse[2][0], -inverse[2][1]]], [0, 0.5, 1], [d, 0, -d])
        {
            Weights = Times([0, 1, 0], inverse),
            ErrorWeights = Times([1.0 / 6, -2.0 / 6, 1.0 / 6], inverse),
            // y + s (1-s) q k1 + s (s-2d) q k2 with q = 1/(1-2d): beyond the straight line, s (1-s) q (k1 - k2).
            Dense = [Times([quadratic, -quadratic, 0], inverse)],
        };
    }
}
