using Multiscale.Core;
using Multiscale.Metabolism;
using Multiscale.Numerics;

namespace Multiscale.UnitTests;

public sealed class ReactionNetworkTests
{
    [Fact]
    public void Load_WolfHeinrich_OscillatesAsPublished()
    {
        // Oracle: ranges on the limit cycle as published for these parameters (Daniels and Nemenman 2015, PLoS ONE 10:e0119821), given to 0.01; and the
        // period of an own Runge-Kutta integration of step 0.001 min, to the resolution of the samples here.
        var model = ReactionNetwork.Load("wolf-heinrich-2000").Model;
        var cell = new SingleCell(StiffProgram.Compile(model, RosenbrockTableau.Rodas5P), 1e-8, [.. model.States.Select(_ => 1e-12)]);
        double[] low = [.. Enumerable.Repeat(double.PositiveInfinity, 7)], high = new double[7];
        var crossings = new List<double>();
        for (int k = 1; k <= 16000; k++)
        {
            double before = cell.State[5];
            Assert.Equal(StiffOutcome.Done, cell.Advance(1e-3 * k));
            if (k < 10000) continue;
            for (int i = 0; i < 7; i++) (low[i], high[i]) = (Math.Min(low[i], cell.State[i]), Math.Max(high[i], cell.State[i]));
            if (before < 1.5 && cell.State[5] >= 1.5) crossings.Add(1e-3 * k);
        }
        foreach (var (state, least, most) in new[] { (0, 0.15, 1.60), (1, 0.19, 2.16), (3, 0.10, 0.35), (5, 0.14, 2.67), (6, 0.05, 0.10) })
        {
            Assert.Equal(least, low[state], 0.01);
            Assert.Equal(most, high[state], 0.01);
        }
        Assert.All(crossings.Zip(crossings.Skip(1)), c => Assert.Equal(1.168, c.Second - c.First, 2e-3));
    }

    [Fact]
    public void Parse_Event_JumpsWhereTheConditionBecomesTrue()
    {
        // y decays from 1 to 1/2 four times within 3 s: z counts the time since the last jump, 3 - 4 ln 2, exactly.
        var network = ReactionNetwork.Parse("model halves\nstate y = 1\nstate z = 0\ny' = -y\nz' = 1\nwhen y < 0.5 set y = y + 0.5, z = 0", "halves.model");
        var cell = new SingleCell(StiffProgram.Compile(network, RosenbrockTableau.Rodas5P), 1e-9, [1e-12, 1e-12]);
        Assert.Equal(StiffOutcome.Done, cell.Advance(3));
        Assert.Equal(3 - 4 * Math.Log(2), cell.State[1], 1e-8);
        Assert.Equal(Math.Exp(4 * Math.Log(2) - 3), cell.State[0], 1e-8);
    }

    [Fact]
    public void Parse_RateGivenPerVolume_IsAddedUp()
    {
        // A rate of 2 y, y from 1 with y' = -y: 2 (1 - 1/e) in one unit of time.
        var network = ReactionNetwork.Parse("model sum\nstate y = 1\nrate = 2*y\ny' = -y\ngive oxygen-release = rate per tissue\ngive level = y", "sum.model");
        Assert.Equal([1, -1], network.Gives.Select(g => g.Total));
        var cell = new SingleCell(StiffProgram.Compile(network, RosenbrockTableau.Rodas5P), 1e-9, [1e-12, 1e-12]);
        Assert.Equal(StiffOutcome.Done, cell.Advance(1));
        Assert.Equal(2 * (1 - Math.Exp(-1)), cell.State[1], 1e-9);
    }

    [Fact]
    public void Parse_Sbml_GivesTheSameEquationsAsTheText()
    {
        // The same enzyme reaction with volumes, a local parameter, a function, a rule, a piecewise rate and an event, as text by hand.
        var sbml = ReactionNetwork.Parse(Sbml, "enzyme.xml");
        var text = ReactionNetwork.Parse("""
            model enzyme
            input t
            parameter K = 0.5
            state S = 2
            state P = 0
            state V = 1.5
            v = 0.3*V*S/(K + S)*where(t < 2, 1, 2)
            S' = -2*v/0.1
            P' = v/0.1
            V' = -0.05*V
            when P >= 0.8 set S = S + 1
            """, "enzyme.model");
        double[] Run(ReactionNetwork network)
        {
            var cell = new SingleCell(StiffProgram.Compile(network, RosenbrockTableau.Rodas5P), 1e-10, [1e-13, 1e-13, 1e-13]);
            Assert.Equal(StiffOutcome.Done, cell.Advance(2));
            Assert.Equal(StiffOutcome.Done, cell.Advance(5));
            return [.. new[] { "S", "P", "V" }.Select(n => cell.State[network.Model.States.ToList().FindIndex(s => s.Name == n)])];
        }
        double[] expected = Run(text), got = Run(sbml);
        Assert.True(expected[1] > 0.8);
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], got[i], 1e-9);
    }

    [Theory]
    [InlineData("<sbml", "broken XML")]
    [InlineData("<svg/>", "no SBML")]
    [InlineData("model m\nstate y = 1\ny' = -y\ntake z = inflow", "'z' is no input")]
    [InlineData("model m\nstate y = 1\ny' = -y\ngive atp = z", "neither a state nor derived")]
    [InlineData("model m\nfrom jolivet-2015\nwithout ATP_n", "cannot be left out")]
    [InlineData("model m\nfrom jolivet\n", "no metabolic model 'jolivet'")]
    [InlineData("model m\nstate y = 1\ny' = -y\nwhen y < 0.5 set q = 1", "'q' is no state")]
    [InlineData("model m\nstate y = 1\ny' = -y\ntake y", "is no statement")]
    public void Parse_WrongText_SaysWhatIsWrong(string text, string message)
    {
        var fault = Assert.Throws<InputException>(() => ReactionNetwork.Parse(text, "wrong.model"));
        Assert.Contains(message, fault.Message);
        Assert.NotNull(fault.Diagnostics[0].Location);
    }

    [Fact]
    public void Construct_PortOfAnotherDimension_IsRefused()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "own.model");
        File.WriteAllText(file, "model own\ninput q (mM)\nstate y (mM) = 1\ny' = q - y\ntake q = inflow per tissue\ngive atp = y");
        var fault = Assert.Throws<InputException>(() => new MetabolismSolver(new MetabolismOptions { Model = file }, EntitySet.Whole("cells", 1), [1], [1]));
        Assert.Equal("MS0608", fault.Diagnostics[0].Code);
        Assert.Contains("um^3/s/um^3", fault.Message);
    }

    private const string Sbml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1">
          <model id="enzyme" name="one enzyme">
            <listOfFunctionDefinitions>
              <functionDefinition id="mm">
                <math xmlns="http://www.w3.org/1998/Math/MathML"><lambda><bvar><ci>s</ci></bvar><bvar><ci>k</ci></bvar>
                  <apply><divide/><ci>s</ci><apply><plus/><ci>k</ci><ci>s</ci></apply></apply></lambda></math>
              </functionDefinition>
            </listOfFunctionDefinitions>
            <listOfCompartments><compartment id="cell" size="0.1" constant="true"/></listOfCompartments>
            <listOfSpecies>
              <species id="S" compartment="cell" initialAmount="0.2" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/>
              <species id="P" compartment="cell" initialConcentration="0" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/>
            </listOfSpecies>
            <listOfParameters>
              <parameter id="K" value="0.25" constant="false"/>
              <parameter id="V" value="1.5" constant="false"/>
              <parameter id="course" constant="false"/>
            </listOfParameters>
            <listOfInitialAssignments>
              <initialAssignment symbol="K"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><cn>5</cn><ci>cell</ci></apply></math></initialAssignment>
            </listOfInitialAssignments>
            <listOfRules>
              <assignmentRule variable="course">
                <math xmlns="http://www.w3.org/1998/Math/MathML"><piecewise>
                  <piece><cn>1</cn><apply><lt/><csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">time</csymbol><cn type="integer">2</cn></apply></piece>
                  <otherwise><cn>2</cn></otherwise></piecewise></math>
              </assignmentRule>
              <rateRule variable="V"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><apply><minus/><cn type="e-notation">5<sep/>-2</cn></apply><ci>V</ci></apply></math></rateRule>
            </listOfRules>
            <listOfReactions>
              <reaction id="v" reversible="false">
                <listOfReactants><speciesReference species="S" stoichiometry="2" constant="true"/></listOfReactants>
                <listOfProducts><speciesReference species="P" stoichiometry="1" constant="true"/></listOfProducts>
                <kineticLaw>
                  <math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>k</ci><ci>V</ci><apply><ci>mm</ci><ci>S</ci><ci>K</ci></apply><ci>course</ci></apply></math>
                  <listOfLocalParameters><localParameter id="k" value="0.3"/></listOfLocalParameters>
                </kineticLaw>
              </reaction>
            </listOfReactions>
            <listOfEvents>
              <event id="feed" useValuesFromTriggerTime="true">
                <trigger initialValue="true" persistent="true"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><geq/><ci>P</ci><cn>0.8</cn></apply></math></trigger>
                <listOfEventAssignments><eventAssignment variable="S"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><plus/><ci>S</ci><cn>1</cn></apply></math></eventAssignment></listOfEventAssignments>
              </event>
            </listOfEvents>
          </model>
        </sbml>
        """;
}
